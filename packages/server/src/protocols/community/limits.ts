import { type Limits, type LimitsOf, type LimitTable, limit } from '@koine/contract';
import {
  type Budgets,
  type BudgetTable,
  framesOf,
  ofAddress,
  ofUser,
  perMinute,
} from '../../core/budgets.ts';

export const COMMUNITY_LIMITS = {
  communityTextCharsMax: limit(4000, 'code points', 'community: longest message'),
  communityMessagesPerMinute: limit(120, 'messages', 'community: messages a minute from one user'),
  communityCallsPerMinute: limit(600, 'calls', 'community: REST calls a minute from one address'),
  communityLoginsPerMinute: limit(
    30,
    'calls',
    'community: logins and registrations a minute from one address',
  ),
  communitySlowModeMinSeconds: limit(
    3,
    's',
    'community: shortest slow mode, and that of a new room',
    0,
  ),
} as const satisfies LimitTable;
export type CommunityLimits = Limits & LimitsOf<typeof COMMUNITY_LIMITS>;

export const COMMUNITY_BUDGETS = {
  message: ofUser(perMinute('communityMessagesPerMinute', 'messages')),
  /** What is asked for on a socket beside messages and typing. */
  event: { by: 'connection', rates: [perMinute('communityMessagesPerMinute', 'messages')] },
  frame: framesOf('communityMessagesPerMinute'),
  call: ofAddress('communityCallsPerMinute', 'calls'),
  signIn: ofAddress('communityLoginsPerMinute', 'sign-ins'),
  guestSignIn: ofAddress('communityCallsPerMinute', 'sign-ins'),
} as const satisfies BudgetTable;
export type CommunityBudgets = Budgets<typeof COMMUNITY_BUDGETS>;
