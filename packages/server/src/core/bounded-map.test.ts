import { expect, it } from 'vitest';
import { BoundedMap } from './bounded-map.ts';

it('keeps no more than it may, and loses what was set longest ago', () => {
  const map = new BoundedMap<string, number>(3);
  for (const [index, key] of ['a', 'b', 'c'].entries()) map.set(key, index);
  map.set('a', 9);
  map.set('d', 3);
  expect([...map]).toEqual([
    ['c', 2],
    ['a', 9],
    ['d', 3],
  ]);
});
