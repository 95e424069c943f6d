import type { Limits } from '@koine/contract';
import type { UserCommand } from './budgets.ts';

/** What one protocol's messages must keep to. */
export interface SendPolicy {
  readonly charsMax: number;
  /** What a message or an edit costs; `null`: nothing. */
  readonly costs: UserCommand | null;
  /** Whether white space around the text is dropped. */
  readonly isTrimmed: boolean;
}

export interface Policies {
  readonly lobby: SendPolicy;
  readonly reactions: SendPolicy;
  readonly community: SendPolicy;
  readonly direct: SendPolicy;
  readonly platform: SendPolicy;
  /** Written by the server itself: bots, imports. */
  readonly system: SendPolicy;
}

/** The five protocols' policies from the table of limits. */
export function createPolicies(limits: Limits): Policies {
  const policy = (charsMax: number, costs: UserCommand | null, isTrimmed = false): SendPolicy => ({
    charsMax,
    costs,
    isTrimmed,
  });
  return {
    lobby: policy(limits.lobbyTextCharsMax, 'lobbyMessage'),
    reactions: policy(limits.reactionsTextCharsMax, 'reactionsMessage'),
    community: policy(limits.communityTextCharsMax, 'communityMessage'),
    direct: policy(limits.directTextCharsMax, 'directMessage', true),
    platform: policy(limits.platformTextCharsMax, 'platformMessage'),
    system: policy(limits.platformTextCharsMax, null),
  };
}
