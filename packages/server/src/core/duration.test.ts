import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a duration', () => {
  test.each([
    ['1d', DAY],
    ['2h 30m', 2 * HOUR + 30 * MINUTE],
    ['2h30m', 2 * HOUR + 30 * MINUTE],
    ['45s', 45 * SECOND],
    ['1w', 7 * DAY],
    [' 1W 1D ', 8 * DAY],
    ['10 m', 10 * MINUTE],
    ['30m 2h', 2 * HOUR + 30 * MINUTE],
  ])('%j is understood', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    '',
    ' ',
    'd',
    '1',
    '60',
    '0s',
    '0d 0h',
    '-1d',
    '+1d',
    '1.5h',
    '1e3s',
    '1y',
    '1 day',
    'tomorrow',
    '1d!',
    '1d;drop',
    '١d',
    '99999999999d',
    '999999999w',
    `${'1s'.repeat(40)}`,
  ])('%j is refused', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  test('is refused or positive, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789 wdhmsWDHMS-.x') }), (text) => {
        const ms = parseDuration(text);
        expect(ms === null || (Number.isSafeInteger(ms) && ms > 0)).toBe(true);
      }),
    );
  });
});
