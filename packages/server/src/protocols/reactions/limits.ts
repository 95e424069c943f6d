import { type Limits, type LimitsOf, type LimitTable, limit } from '@koine/contract';
import { type BudgetTable, framesOf, ofUser, perMinute } from '../../core/budgets.ts';

export const REACTIONS_LIMITS = {
  reactionsTextCharsMax: limit(500, 'code points', 'reactions: longest message'),
  reactionsMessagesPerMinute: limit(
    60,
    'messages',
    'reactions: messages a minute from one user id',
  ),
} as const satisfies LimitTable;
export type ReactionsLimits = Limits & LimitsOf<typeof REACTIONS_LIMITS>;

export const REACTIONS_BUDGETS = {
  message: ofUser(perMinute('reactionsMessagesPerMinute', 'messages')),
  frame: framesOf('reactionsMessagesPerMinute'),
} as const satisfies BudgetTable;
