import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSince, parseSinceOfRooms, resumePoint } from './since.ts';

const inQuery = (text: string) => parseSince(new URLSearchParams({ since: text }));
const inAuth = (value: unknown) => parseSinceOfRooms({ since: { room: value } })?.get('room');

const GOOD: readonly (readonly [string, object])[] = [
  ['0', { epoch: null, change: 0 }],
  ['4711', { epoch: null, change: 4711 }],
  ['3f0c9a1b2d4e5f60.7', { epoch: '3f0c9a1b2d4e5f60', change: 7 }],
  ['0123456789.5', { epoch: '0123456789', change: 5 }],
];
const BAD = [
  '',
  '1.5',
  '-1',
  '1e3',
  ' 1',
  'abc',
  'NOW',
  '0x10',
  '9'.repeat(16),
  '١',
  'e.',
  '.5',
  'e.-1',
  'e.1.2',
  'ë.1',
  'e 1',
];

describe('since in a URL', () => {
  it('is nothing to resume from when it is not there', () => {
    expect(parseSince(new URLSearchParams('room=lobby'))).toBeNull();
  });

  it.each(GOOD)('takes %j', (text, since) => {
    expect(inQuery(text)).toEqual(since);
  });

  it('takes now', () => {
    expect(inQuery('now')).toBe('now');
  });

  it.each(BAD)('refuses %j', (text) => {
    expect(() => inQuery(text)).toThrow('Invalid since');
  });
});

describe('since of a Socket.IO client', () => {
  it.each([undefined, null, 'x', 7, [], {}, { since: null }, { token: 'x' }])(
    'is not there in %j',
    (auth) => {
      expect(parseSinceOfRooms(auth)).toBeNull();
    },
  );

  it.each(GOOD)('takes %j, and a number alone as a number only', (text, since) => {
    if (text.includes('.')) expect(inAuth(text)).toEqual(since);
    else expect(() => inAuth(text)).toThrow('since must be an object');
    if (!text.includes('.')) expect(inAuth(Number(text))).toEqual(since);
  });

  it('asks for numbers with no room to resume', () => {
    for (const since of [{}, 'now', { room: 'now' }])
      expect(parseSinceOfRooms({ since })).toEqual(new Map());
  });

  it('takes numbers, and UUIDs in any case of letters', () => {
    const id = '0198c1de-7d6a-7a52-8a51-1f0e9c3b2d41';
    expect(parseSinceOfRooms({ since: { [id.toUpperCase()]: 3, AbC: 4 } })).toEqual(
      new Map([
        [id, { epoch: null, change: 3 }],
        ['AbC', { epoch: null, change: 4 }],
      ]),
    );
  });

  it.each([...BAD, -1, 1.5, Number.NaN, 2 ** 53, null, true, {}, []])('refuses %j', (value) => {
    expect(() => inAuth(value)).toThrow('since must be an object');
  });

  it.each([[[]], [7], ['x'], [true]])('refuses %j as a whole', (since) => {
    expect(() => parseSinceOfRooms({ since })).toThrow('since must be an object');
  });

  it('never does anything else, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (since) => {
        try {
          parseSinceOfRooms({ since });
        } catch (error) {
          expect(error).toMatchObject({ name: 'KoineError' });
        }
      }),
    );
  });
});

it('resumes in the present epoch, and ahead of all rooms in another', () => {
  expect(resumePoint({ epoch: null, change: 3 }, 'a')).toBe(3);
  expect(resumePoint({ epoch: 'a', change: 3 }, 'a')).toBe(3);
  expect(resumePoint({ epoch: 'b', change: 3 }, 'a')).toBe(Number.MAX_SAFE_INTEGER);
});
