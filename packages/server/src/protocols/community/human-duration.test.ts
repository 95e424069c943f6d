import { describe, expect, test } from 'vitest';
import { humanDuration } from './human-duration.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a duration in words', () => {
  test.each([
    [DAY, '1 day'],
    [DAY - 3, '1 day'],
    [2 * HOUR + 30 * MINUTE, '2 hours 30 minutes'],
    [8 * DAY + HOUR + MINUTE + SECOND, '8 days 1 hour 1 minute 1 second'],
    [45 * SECOND, '45 seconds'],
    [1, '1 second'],
    [0, '1 second'],
    [-5, '1 second'],
  ])('of %d ms is %j', (ms, words) => {
    expect(humanDuration(ms)).toBe(words);
  });
});
