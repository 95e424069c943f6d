import { expect, test } from 'vitest';
import { reactionCount, toggleReaction } from './toggle-reaction.ts';
import { bodyOf, reactionsOf } from './wire.ts';

test('an emoji of many keeps its count, whichever of them is named', () => {
  const uids = Array.from({ length: 100 }, (_, i) => `user ${i}`);
  const [heart, fire] = reactionsOf({ '❤️': uids, '🔥': ['ada'] }, { '❤️': 251 });
  expect([heart?.count, heart?.uids.length, fire]).toEqual([
    251,
    100,
    { emoji: '🔥', uids: ['ada'] },
  ]);
  const user = { uid: 'ada', displayName: 'Ada', roles: [] };
  const message = { id: 1, timestamp: 0, message: 'x', user, reactions: { '❤️': uids } };
  const body = bodyOf({ ...message, reactionCounts: { '❤️': 251 } });
  const counts = (emoji: string, uid: string) =>
    toggleReaction(body, emoji, uid).reactions.map(reactionCount);
  expect(counts('❤️', 'ada')).toEqual([252]);
  expect(counts('❤️', 'user 7')).toEqual([250]);
  expect(counts('🔥', 'ada')).toEqual([251, 1]);
});
