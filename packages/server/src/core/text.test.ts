import { KoineError } from '@koine/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitName, isBlank, isLongerThan, parseClientKey, parseName, utf8Bytes } from './text.ts';

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

  it.each([
    ['Hangul filler', '\u3164'],
    ['Hangul half-width filler', '\uFFA0'],
    ['Hangul choseong and jungseong fillers', '\u115F\u1160'],
    ['Braille blank', '\u2800'],
    ['combining grapheme joiner', '\u034F'],
    ['variation selectors', '\uFE0F\uFE00\u{E0100}\u180B'],
    ['tags', '\u{E0001}\u{E0061}\u{E007F}'],
    ['Khmer inherent vowels', '\u17B4\u17B5'],
    ['Mongolian vowel separator', '\u180E'],
    ['zero width', '\u200B\u200C\u200D\u2060\uFEFF'],
    ['turns of direction', '\u202E\u2066\u061C'],
    ['soft hyphen', '\u00AD'],
    ['spaces', ' \t\n\r\u0085\u00A0\u2003\u3000\u1680\u2028'],
    ['controls', '\u0000\u001B\u007F\u009F'],
    ['musical format', '\u{1D159}\u{1D173}'],
    ['shorthand format and what is reserved for such', '\u{1BCA0}\u{E0FFF}\uFFF0'],
    ['Egyptian blanks and the Khitan filler', '\u{13441}\u{13442}\u{16FE4}'],
    ['an object that is not there', '\uFFFC'],
  ])('sees nothing in: %s', (_, text) => {
    expect(isBlank(text)).toBe(true);
    expect(isBlank(`${text}${text}`)).toBe(true);
    expect(isBlank(`${text}x${text}`)).toBe(false);
    expect(() => parseName(text, 'name', 64)).toThrow('Invalid name');
    expect(fitName(text, 'id')).toBe('id');
  });

  it.each([
    'a',
    '.',
    '0',
    '\u0301',
    '\uFFFD',
    '👍',
    '한',
    '\u2801',
    '\u{1D15A}',
    '\u0600',
    '\u200B.\u200B',
  ])('sees something in %j', (text) => {
    expect(isBlank(text)).toBe(false);
  });

  it.each(['\n', '\r', '\t', '\u0000', '\u007F', '\u0085', '\u2028', '\u2029', '\u009B'])(
    'takes no %j into a name',
    (char) => {
      expect(() => parseName(`a${char}b`, 'name', 64)).toThrow('Invalid name');
      expect(fitName(`a${char}b`, 'id')).toBe('a b');
    },
  );

  it('takes a client key that is well-formed text, or none', () => {
    expect(parseClientKey(null, 128)).toBeNull();
    expect(parseClientKey(undefined, 128)).toBeNull();
    expect(parseClientKey('k'.repeat(128), 128)).toBe('k'.repeat(128));
    for (const bad of ['', 'k\uD800', '\uDC00k', 7, {}, false, ['k']])
      expect(() => parseClientKey(bad, 128)).toThrow('Invalid client_key');
    expect(() => parseClientKey('k'.repeat(129), 128)).toThrow('max 128');
  });
});
