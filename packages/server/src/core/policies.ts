import type { Limits, UserKey } from '@koine/contract';
import type { Clock } from './ports/world.ts';
import { SlidingWindow } from './sliding-window.ts';

/** What one protocol's messages must keep to. */
export interface SendPolicy {
  readonly charsMax: number;
  /** All must allow it; each counts by user. */
  readonly windows: readonly SlidingWindow<UserKey>[];
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
  /** Reactions toggled, by user. */
  readonly toggles: SlidingWindow<UserKey>;
}

const MINUTE_MS = 60_000;

/** The five protocols' policies from the table of limits. */
export function createPolicies(clock: Clock, limits: Limits): Policies {
  const policy = (
    charsMax: number,
    perMinute: number,
    more: readonly SlidingWindow<UserKey>[] = [],
    isTrimmed = false,
  ): SendPolicy => ({
    charsMax,
    windows: [new SlidingWindow(clock, perMinute, MINUTE_MS), ...more],
    isTrimmed,
  });
  return {
    lobby: policy(limits.lobbyTextCharsMax, limits.lobbyMessagesPerMinute),
    reactions: policy(limits.reactionsTextCharsMax, limits.reactionsMessagesPerMinute),
    community: policy(limits.communityTextCharsMax, limits.communityMessagesPerMinute),
    direct: policy(limits.directTextCharsMax, limits.directMessagesPerMinute, [], true),
    platform: policy(limits.platformTextCharsMax, limits.platformMessagesPerMinute, [
      new SlidingWindow(clock, limits.platformMessagesPerHour, 60 * MINUTE_MS),
    ]),
    system: { charsMax: limits.platformTextCharsMax, windows: [], isTrimmed: false },
    toggles: new SlidingWindow(clock, limits.reactionsTogglesPerMinute, MINUTE_MS),
  };
}
