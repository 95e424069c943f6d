import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCommand, parseCommand, takeWord, unquote } from './parse.ts';

describe('a command', () => {
  test.each([
    ['!help', 'help', ''],
    ['!echo  a  b ', 'echo', 'a  b'],
    ['!NAME "Ada Lovelace"', 'NAME', '"Ada Lovelace"'],
    ['!ban\tbob\n1d', 'ban', 'bob\n1d'],
    ['!', '', ''],
    ['! help', '', 'help'],
    ['!!', '!', ''],
  ])('%j is read', (text, name, rest) => {
    expect(isCommand(text)).toBe(true);
    expect(parseCommand(text)).toEqual({ name, rest });
  });

  test.each(['', 'help', ' !help', '¡help'])('%j is none', (text) => {
    expect(isCommand(text)).toBe(false);
  });

  test('loses nothing but white space, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { name, rest } = parseCommand(`!${text}`);
        expect((name + rest).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

describe('the first word', () => {
  test.each([
    ['bob', 'bob', ''],
    ['bob  1d spam', 'bob', '1d spam'],
    ['"Bob Smith" 1d', 'Bob Smith', '1d'],
    ['" Bob "', 'Bob', ''],
    ['""', '', ''],
    ['"Bob', '"Bob', ''],
    ['"a"b c', '"a"b', 'c'],
    ['', '', ''],
  ])('of %j is %j, before %j', (text, word, rest) => {
    expect(takeWord(text)).toEqual({ word, rest });
  });
});

test('a value may stand in quotes as a whole', () => {
  expect(['"a b"', 'a "b"', '"', '""'].map(unquote)).toEqual(['a b', 'a "b"', '"', '']);
});
