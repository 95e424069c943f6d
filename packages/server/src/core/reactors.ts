import { type Reaction, userIdOf } from '@koine/contract';

/** So many of each emoji's users are named where a protocol does not need them all. */
export const REACTORS_SHOWN = 100;

/** Who reacted, by emoji, in the order they did: the first of them, and how many there are where that is more. */
export interface ShownReactions {
  readonly users: Record<string, string[]>;
  /** Emoji that more have used than are named; `null`: none. */
  readonly counts: Record<string, number> | null;
}

export function shownReactions(reactions: readonly Reaction[]): ShownReactions {
  const many = reactions.filter(({ users }) => users.length > REACTORS_SHOWN);
  return {
    users: Object.fromEntries(
      reactions.map(({ emoji, users }) => [emoji, users.slice(0, REACTORS_SHOWN).map(userIdOf)]),
    ),
    counts:
      many.length === 0
        ? null
        : Object.fromEntries(many.map(({ emoji, users }) => [emoji, users.length])),
  };
}

/** The first `max` reactions over all emoji, as an import keeps them; the same array where there are no more. */
export function cutReactions(reactions: readonly Reaction[], max: number): readonly Reaction[] {
  let left = max;
  if (reactions.reduce((sum, { users }) => sum + users.length, 0) <= max) return reactions;
  return reactions.flatMap(({ emoji, users }) => {
    const kept = users.slice(0, left);
    left -= kept.length;
    return kept.length === 0 ? [] : [{ emoji, users: kept }];
  });
}
