import { describe, expect, it } from 'vitest';
import { dayName, formatDuration, isSameDay, relativeTime } from './time.ts';

const now = new Date(2026, 10, 20, 14, 30).getTime();
const minutes = (count: number) => now - count * 60_000;

describe('a relative time', () => {
  it.each([
    [minutes(-3), 'now'],
    [minutes(0.5), 'now'],
    [minutes(5), '5 min. ago'],
    [minutes(3 * 60), '3 hr. ago'],
    [minutes(26 * 60), 'yesterday'],
    [minutes(72 * 60), '3 days ago'],
    [new Date(2024, 2, 3).getTime(), 'March 3, 2024'],
  ])('of %d is %s', (at, text) => {
    expect(relativeTime(at, now)).toBe(text);
  });
});

describe('the name of a day', () => {
  it('follows the calendar, not hours', () => {
    expect(dayName(new Date(2026, 10, 20, 0, 1).getTime(), now)).toBe('Today');
    expect(dayName(new Date(2026, 10, 19, 23, 59).getTime(), now)).toBe('Yesterday');
    expect(dayName(new Date(2026, 10, 16).getTime(), now)).toBe('Monday, November 16');
    expect(dayName(new Date(2024, 2, 3).getTime(), now)).toBe('March 3, 2024');
  });

  it('changes at midnight', () => {
    const midnight = new Date(2026, 10, 20).getTime();
    expect(isSameDay(midnight - 1, midnight)).toBe(false);
    expect(isSameDay(midnight, midnight + 1)).toBe(true);
  });
});

describe('a span of time', () => {
  it.each([
    [1, '1 second'],
    [59, '59 seconds'],
    [60, '1 minute'],
    [116, '1 minute 56 seconds'],
    [2 * 3_600 - 1, '1 hour 59 minutes'],
    [90_061, '1 day 1 hour'],
    [7 * 86_400 + 5, '7 days'],
  ])('of %d seconds is %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });
});
