import { expect, test } from 'vitest';
import { parseSince } from './since.ts';

test('without a since there is nothing to resume from', () => {
  expect(parseSince(new URLSearchParams('room=lobby'))).toBeNull();
});

test('a since is a change number from 0 on', () => {
  expect(parseSince(new URLSearchParams('since=0'))).toBe(0);
  expect(parseSince(new URLSearchParams('since=4711'))).toBe(4711);
});

test.each(['', '-1', '1.5', '1e3', ' 1', 'abc', '0x10', '9'.repeat(16), '١'])(
  'refuses %j as a since',
  (text) => {
    expect(() => parseSince(new URLSearchParams({ since: text }))).toThrow('Invalid since');
  },
);
