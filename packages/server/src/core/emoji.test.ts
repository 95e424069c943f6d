import { describe, expect, it } from 'vitest';
import { parseEmoji } from './emoji.ts';

const SELECTOR = '\uFE0F';

describe('parseEmoji', () => {
  it('takes exactly one RGI emoji, as it is', () => {
    for (const emoji of ['👍', '❤️', '👩🏽‍🚀', '🇩🇪', '1️⃣', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'])
      expect(parseEmoji(emoji), emoji).toBe(emoji);
  });

  it.each([
    '❤️',
    '☝️',
    '©️',
    '#️⃣',
    '1️⃣',
    '❤️‍🔥',
    '🏳️‍🌈',
    '🏳️‍⚧️',
    '🏴‍☠️',
    '👁️‍🗨️',
    '👩‍❤️‍💋‍👨',
    '🧑🏽‍⚖️',
    '🕵️‍♀️',
    '⛹🏿‍♂️',
    '☝🏽',
    '👍',
    '🙂‍↔️',
  ])('gives every spelling of %s the fully qualified one', (emoji) => {
    const bare = emoji.replaceAll(SELECTOR, '');
    const dense = [...bare].flatMap((char) => (char === '\u200D' ? [char] : [char, SELECTOR]));
    for (const spelling of [emoji, bare, dense.join(''), `${emoji}${SELECTOR}`])
      expect(parseEmoji(spelling), codePoints(spelling)).toBe(emoji);
  });

  it('refuses everything else', () => {
    for (const text of ['', 'a', '1', '#', '👍👍', '👍 ', 'x👍', ':)', '\ud83d', '🇩', SELECTOR])
      expect(parseEmoji(text), codePoints(text)).toBeNull();
    expect(parseEmoji('❤\uFE0E'), 'a heart that is to be text').toBeNull();
    expect(parseEmoji('\u200D👍'), 'a joiner that joins nothing').toBeNull();
    expect(parseEmoji(`👍${SELECTOR.repeat(100)}`), 'endless').toBeNull();
  });
});

function codePoints(text: string): string {
  return Array.from(text, (char) => `U+${char.codePointAt(0)?.toString(16)}`).join(' ');
}
