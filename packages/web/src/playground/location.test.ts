import { expect, it } from 'vitest';
import { readHash } from '../lib/hash-route.ts';
import { firstLocation, hrefOf, locationOf } from './location.ts';

it.each([
  ['#/lobby', { protocol: 'lobby', section: null }],
  ['#/lobby/console', { protocol: 'lobby', section: 'console' }],
  ['#/community/steps', { protocol: 'community', section: 'steps' }],
] as const)('finds the location of %s, and back', (hash, location) => {
  expect(locationOf(readHash(hash))).toEqual(location);
  expect(hrefOf(location)).toBe(hash);
});

it('takes an address without the slash and with a query', () => {
  expect(locationOf(readHash('#lobby/console?frame=message'))).toEqual({
    protocol: 'lobby',
    section: 'console',
  });
});

it.each(['', '#', '#nothing', '#__proto__', '#//console', '#Lobby'])(
  'finds nothing at %j',
  (hash) => {
    expect(locationOf(readHash(hash))).toBeNull();
  },
);

it('leaves out a section that does not exist', () => {
  expect(locationOf(readHash('#direct/nothing'))).toEqual({ protocol: 'direct', section: null });
});

it('begins at the first protocol that is on', () => {
  expect(firstLocation(['platform', 'lobby']).protocol).toBe('lobby');
  expect(firstLocation([]).protocol).toBe('community');
});
