import { expect, test } from 'vitest';
import { CAST, type Mood, moodOf, REPLIES } from './replies.ts';

test.each<[string, Mood]>([
  ['Hello, everyone!', 'greeting'],
  ['hi', 'greeting'],
  ['  “Good morning” to all', 'greeting'],
  ['HEY, how are you?', 'greeting'],
  ['Is anyone here', 'question'],
  ['you know the port?', 'question'],
  ['端口是多少？', 'question'],
  ['how to reset it', 'question'],
  ['thanks, that works', 'thanks'],
  ['ok, Thank You!', 'thanks'],
  ['this is fine', 'smallTalk'],
  ['history is long', 'smallTalk'],
  ['pretty good', 'smallTalk'],
  ['thanksgiving dinner', 'smallTalk'],
  ['😀', 'smallTalk'],
])('takes %j for %s', (text, mood) => {
  expect(moodOf(text)).toBe(mood);
});

// A pattern that tries every split of them would take longer than any test may.
test.each(['!', 'a', 'thank ', ' ', 'ty', '‘'])(
  'takes 4,000 times %j for what a few are',
  (part) => {
    expect(moodOf(part.repeat(4000))).toBe('smallTalk');
  },
);

test('each of the cast has an id, a name and an avatar of its own', () => {
  for (const key of ['id', 'name', 'avatarUrl'] as const)
    expect(new Set(CAST.map((bot) => bot[key])).size).toBe(CAST.length);
  for (const bot of CAST) {
    expect(bot.kind).toBe('bot');
    expect(bot.avatarUrl).toMatch(/^\/avatars\/[a-z]+\.svg$/);
  }
});

test('there is more than one thing to say in each mood', () => {
  for (const replies of Object.values(REPLIES)) expect(new Set(replies).size).toBeGreaterThan(2);
});
