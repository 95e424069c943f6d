import { type Limits, type LimitsOf, type LimitTable, limit } from '@koine/contract';
import { type BudgetTable, framesOf, ofUser, perMinute } from '../../core/budgets.ts';

export const LOBBY_LIMITS = {
  lobbyTextCharsMax: limit(4000, 'code points', 'lobby: longest message'),
  lobbyMessagesPerMinute: limit(120, 'messages', 'lobby: messages a minute from one client id'),
} as const satisfies LimitTable;
export type LobbyLimits = Limits & LimitsOf<typeof LOBBY_LIMITS>;

export const LOBBY_BUDGETS = {
  message: ofUser(perMinute('lobbyMessagesPerMinute', 'messages')),
  frame: framesOf('lobbyMessagesPerMinute'),
} as const satisfies BudgetTable;
