import { KoineError } from '@koine/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOneEmoji } from './emoji.ts';
import { isLongerThan, parseName, utf8Bytes } from './text.ts';

describe('text', () => {
  it('measures in code points, not in UTF-16 units', () => {
    expect(isLongerThan('😀'.repeat(500), 500)).toBe(false);
    expect(isLongerThan('😀'.repeat(501), 500)).toBe(true);
  });

  it('counts as an iteration of the string does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.nat(30), (text, max) => {
        expect(isLongerThan(text, max)).toBe([...text].length > max);
      }),
    );
  });

  it('knows the UTF-8 size', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });

  it('refuses names that are empty, invisible, of several lines or too long', () => {
    for (const bad of ['', '   ', '\u200b', 'a\nb', 'a\u0000', 'x'.repeat(65)]) {
      expect(() => parseName(bad, 'name', 64)).toThrow(KoineError);
    }
    expect(parseName('  Ada Lovelace ', 'name', 64)).toBe('Ada Lovelace');
  });
});

describe('isOneEmoji', () => {
  it('takes exactly one RGI emoji', () => {
    for (const emoji of ['👍', '❤️', '👩🏽‍🚀', '🇩🇪', '1️⃣', '👨‍👩‍👧‍👦'])
      expect(isOneEmoji(emoji), emoji).toBe(true);
  });

  it('refuses everything else', () => {
    for (const text of ['', 'a', '1', '👍👍', '👍 ', 'x👍', '❤', ':)', '\ud83d', '🇩'])
      expect(isOneEmoji(text), text).toBe(false);
  });
});
