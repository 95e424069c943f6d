import { type Limits, type LimitsOf, type LimitTable, limit } from '@koine/contract';
import { type Budgets, type BudgetTable, framesOf, ofUser, perMinute } from '../../core/budgets.ts';

export const DIRECT_LIMITS = {
  directTextCharsMax: limit(4000, 'code points', 'direct: longest message'),
  directMessagesPerMinute: limit(120, 'messages', 'direct: messages a minute from one user'),
  readsPerMinute: limit(6000, 'reads', 'direct: pages of history a minute on one connection'),
  roomsPerConnectionMax: limit(60, 'rooms', 'direct: conversations joined on one connection'),
} as const satisfies LimitTable;
export type DirectLimits = Limits & LimitsOf<typeof DIRECT_LIMITS>;

export const DIRECT_BUDGETS = {
  message: ofUser(perMinute('directMessagesPerMinute', 'messages')),
  /** Pages of history. */
  read: { by: 'connection', rates: [perMinute('readsPerMinute', 'reads')] },
  frame: framesOf('directMessagesPerMinute'),
} as const satisfies BudgetTable;
export type DirectBudgets = Budgets<typeof DIRECT_BUDGETS>;
