import type { UserJoined, UserLeft } from '@koine/contract';
import { expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { type PresenceSummary, PresenceThrottle } from './presence-throttle.ts';
import type { Publisher } from './protocol.ts';
import { senderOf } from './testing/test-room.ts';

const noPublisher: Publisher = {
  change() {},
  notify() {},
  audience: () => undefined,
  sessionsOf: () => [],
  sessionsIn: () => [],
  rooms: () => [],
};

function paced(secondsFor?: (onlineCount: number) => number) {
  const clock = new ManualClock();
  const sums: PresenceSummary[] = [];
  const pace = new PresenceThrottle(clock, (sum) => sums.push(sum), secondsFor);
  let online = 0;
  const change = (type: 'userJoined' | 'userLeft', roomId = 'a') => {
    online += type === 'userJoined' ? 1 : -1;
    const user = senderOf(`u${online}`);
    const at = clock.now();
    const event: UserJoined | UserLeft =
      type === 'userJoined'
        ? { type, roomId, user, role: null, at, onlineCount: online }
        : { type, roomId, user, at, onlineCount: online };
    return pace.take(event, noPublisher);
  };
  const joins = (count: number) =>
    Array.from({ length: count }, () => change('userJoined')).filter((isTold) => isTold).length;
  return { clock, sums, change, joins };
}

it('lets 50 changes a second through, and sums up the rest when the second is over', () => {
  const { clock, sums, change, joins } = paced();
  expect(joins(812)).toBe(50);
  expect(change('userLeft')).toBe(false);
  expect(change('userJoined', 'b')).toBe(true);
  clock.advance(999);
  expect(sums).toEqual([]);
  clock.advance(1);
  expect(sums).toMatchObject([{ roomId: 'a', joined: 762, left: 1, onlineCount: 811 }]);
  clock.advance(10_000);
  expect(sums).toHaveLength(1);
  expect(joins(50)).toBe(50);
  clock.advance(1_000);
  expect(sums).toHaveLength(1);
});

it('gathers for longer where the summary grows with the users online', () => {
  const { clock, sums, joins } = paced((online) => Math.ceil(online / 100));
  joins(120);
  clock.advance(1_999);
  expect(sums).toEqual([]);
  clock.advance(1);
  expect(sums).toMatchObject([{ joined: 70, onlineCount: 120 }]);
  expect(joins(180)).toBe(100);
  clock.advance(2_999);
  expect(sums).toHaveLength(1);
  clock.advance(1);
  expect(sums[1]).toMatchObject({ joined: 80, onlineCount: 300 });
});
