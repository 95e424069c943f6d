import { expect, it } from 'vitest';
import { firstSpot, hashOf, spotOf } from './hash.ts';

it.each([
  ['#lobby', { protocol: 'lobby', section: null }],
  ['#lobby/console', { protocol: 'lobby', section: 'console' }],
  ['#community/steps', { protocol: 'community', section: 'steps' }],
])('finds the spot of %s, and back', (hash, spot) => {
  expect(spotOf(hash)).toEqual(spot);
  expect(spot.protocol === 'lobby' || spot.protocol === 'community').toBe(true);
  const found = spotOf(hash);
  expect(found === null ? '' : hashOf(found)).toBe(hash);
});

it.each(['', '#', '#nothing', '#__proto__', '#/console', '#Lobby'])(
  'finds nothing at %j',
  (hash) => {
    expect(spotOf(hash)).toBeNull();
  },
);

it('leaves out a section that does not exist', () => {
  expect(spotOf('#direct/nothing')).toEqual({ protocol: 'direct', section: null });
});

it('begins at the first protocol that is on', () => {
  expect(firstSpot(['platform', 'lobby']).protocol).toBe('lobby');
  expect(firstSpot([]).protocol).toBe('community');
});
