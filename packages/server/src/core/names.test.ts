import { describe, expect, it } from 'vitest';
import { BOT_NAMES, botIdOf, isBotName, isReservedName, isVisitorName, nameKeys } from './names.ts';

function looksAlike(one: string, other: string): boolean {
  return nameKeys(one).some((key) => nameKeys(other).includes(key));
}

describe('names', () => {
  it.each([
    ['another case', 'Alice', 'ALICE'],
    ['Cyrillic letters', 'alice', 'аliсе'],
    ['Greek letters', 'Ioannis', 'Ιοannis'],
    ['a capital I for a small l', 'Alice', 'AIice'],
    ['a digit for a letter', 'alice', 'a1ice'],
    ['a zero', 'bobo', 'b0b0'],
    ['rn for m', 'marta', 'rnarta'],
    ['full width', 'Alice', 'Ａｌｉｃｅ'],
    ['mathematical letters', 'Alice', '𝐀𝓵𝒊𝕔𝖾'],
    ['what is not seen', 'Alice', 'A\u200Bl\u034Fi\uFE0Fc\u2060e\u{E0061}'],
    ['a turn of direction', 'Alice', '\u202DAlice\u202C'],
    ['Hangul fillers', 'Alice', 'Alice\u3164'],
    ['another composition', 'Zoë', 'Zoe\u0308'],
    ['another space', 'Ada Lovelace', 'Ada\u00A0Lovelace'],
    ['several spaces', 'Ada Lovelace', ' Ada   Lovelace '],
    ['a ligature', 'office', 'oﬃce'],
    ['another dash', 'jean-luc', 'jean‐luc'],
  ])('look alike in spite of %s', (_, one, other) => {
    expect(looksAlike(one, other)).toBe(true);
  });

  it.each([
    ['Alice', 'Alicia'],
    ['Elia', 'Ella'],
    ['Zoe', 'Zoë'],
    ['user_1', 'user_2'],
    ['Anna', 'Ana'],
    ['日本', '日木'],
  ])('%s and %s do not', (one, other) => {
    expect(looksAlike(one, other)).toBe(false);
  });
});

describe('reserved names', () => {
  it.each([
    ...['root', 'Admin', 'ADMIN', 'аdmin', 'adm1n', 'ADMlN', 'Adrnin', 'ɑdmin', 'admin\u3164'],
    ...['SYSTEM', 'ѕystem', 'Koine', 'kоіnе', 'Anonymous', 'Αnonymous', 'bot_ada', 'Bоt_Аda'],
    ...['user_1', 'USER_1234', 'user_0123456789ab', 'uѕer_1234', 'user_１２', 'Guest-7', 'guest‐7'],
  ])('%s is one', (name) => {
    expect(isReservedName(name)).toBe(true);
  });

  it.each([
    'ada',
    'user',
    'user_',
    'user_x',
    'user_lol',
    'user_12a',
    'guest-a',
    'rooted',
    'admins',
  ])('%s is none', (name) => {
    expect(isReservedName(name)).toBe(false);
  });
});

it('users of the documents’ clients are known by their names', () => {
  for (const name of ['Anonymous', 'anonymous', 'user_1234', 'user_745b11cf3580', 'guest-1'])
    expect(isVisitorName(name), name).toBe(true);
  for (const name of ['alice', 'guest', 'user_745b11cf358', 'user_1234x', 'my user_1'])
    expect(isVisitorName(name), name).toBe(false);
});

it('a bot’s id is known in any disguise, its name is anybody’s', () => {
  for (const name of BOT_NAMES) {
    expect(isBotName(botIdOf(name).toUpperCase())).toBe(true);
    expect(isBotName(name)).toBe(false);
  }
});
