import { type Limits, type LimitsOf, type LimitTable, limit } from '@koine/contract';
import {
  type Budgets,
  type BudgetTable,
  framesOf,
  ofAddress,
  ofUser,
  perHour,
  perMinute,
} from '../../core/budgets.ts';
import type { SendPolicy } from '../../core/policies.ts';

export const PLATFORM_LIMITS = {
  platformTextCharsMax: limit(4000, 'code points', 'platform: longest message'),
  platformMessagesPerMinute: limit(60, 'messages', 'platform: messages a minute from one user'),
  platformMessagesPerHour: limit(1000, 'messages', 'platform: messages an hour from one user'),
  platformConnectionsPerUser: limit(
    10,
    'connections',
    'platform: WebSocket connections of one user',
  ),
  halfOpenAnswerMs: limit(
    3000,
    'ms',
    'platform: when a user has as many connections as they may and one more comes, the others are pinged; the oldest that is silent for so long makes room',
    50,
  ),
  platformCallsPerMinute: limit(6000, 'calls', 'platform: REST calls a minute under one app'),
  platformOnlineListedMax: limit(
    1000,
    'users',
    'platform: ids in online_users; of more, online_total says how many there are',
  ),
} as const satisfies LimitTable;
export type PlatformLimits = Limits & LimitsOf<typeof PLATFORM_LIMITS>;

export const PLATFORM_BUDGETS = {
  message: ofUser(
    perMinute('platformMessagesPerMinute', 'messages'),
    perHour('platformMessagesPerHour', 'messages'),
  ),
  frame: framesOf('platformMessagesPerMinute'),
  call: { by: 'app', rates: [perMinute('platformCallsPerMinute', 'calls')] },
  /** With credentials that do not hold. */
  anonymousCall: ofAddress('platformCallsPerMinute', 'calls'),
} as const satisfies BudgetTable;
export type PlatformBudgets = Budgets<typeof PLATFORM_BUDGETS>;

export function policyOf(limits: PlatformLimits, budgets: PlatformBudgets): SendPolicy {
  const { platformTextCharsMax: charsMax } = limits;
  return { charsMax, costs: budgets.of('message'), isTrimmed: false };
}
