import { type Reaction, type UserKey, userKey } from '@koine/contract';
import { describe, expect, test } from 'vitest';
import { cutReactions, REACTORS_SHOWN, shownReactions } from './reactors.ts';

const users = (count: number, from = 0): UserKey[] =>
  Array.from({ length: count }, (_, i) => userKey('default', `u${from + i}`));

describe('what is shown of reactions', () => {
  test('is all of them up to 100 an emoji, without a count', () => {
    const reactions: Reaction[] = [{ emoji: '👍', users: users(REACTORS_SHOWN) }];
    expect(shownReactions(reactions).counts).toBeNull();
    expect(shownReactions(reactions).users['👍']).toHaveLength(REACTORS_SHOWN);
  });

  test('is the first 100, and how many there are, of an emoji that more hold', () => {
    const { users: shown, counts } = shownReactions([
      { emoji: '👍', users: users(101) },
      { emoji: '🎉', users: users(2) },
    ]);
    expect(shown['👍']).toEqual(Array.from({ length: 100 }, (_, i) => `u${i}`));
    expect(shown['🎉']).toEqual(['u0', 'u1']);
    expect(counts).toEqual({ '👍': 101 });
  });
});

describe('what is kept of reactions', () => {
  const reactions: Reaction[] = [
    { emoji: '👍', users: users(3) },
    { emoji: '🎉', users: users(2) },
    { emoji: '🦊', users: users(1) },
  ];

  test.each([6, 7])('is all, where there may be %i', (max) => {
    expect(cutReactions(reactions, max)).toBe(reactions);
  });

  test('is the first ones over all emoji; an emoji without reactors is gone', () => {
    expect(cutReactions(reactions, 4)).toEqual([
      { emoji: '👍', users: users(3) },
      { emoji: '🎉', users: users(1) },
    ]);
  });
});
