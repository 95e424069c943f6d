import type { UserBudget } from './budgets.ts';

/** What the messages of one protocol must keep to. */
export interface SendPolicy {
  readonly charsMax: number;
  /** What a message or an edit costs; `null`: nothing. */
  readonly costs: UserBudget | null;
  /** Whether white space around the text is dropped. */
  readonly isTrimmed: boolean;
}

/** Of what the server itself writes: bots. */
export const SYSTEM_POLICY: SendPolicy = { charsMax: 4000, costs: null, isTrimmed: false };
