import { expect, test } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { shareWork } from './shared-work.ts';

test('is done once in its time, and everyone gets its answer', async () => {
  const clock = new ManualClock();
  let done = 0;
  const ask = shareWork(clock, 1000, async () => ++done);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  clock.advance(999);
  expect(await ask()).toBe(1);
  clock.advance(1);
  expect(await ask()).toBe(2);
});

test('is not begun again while it is under way, however long that takes', async () => {
  const clock = new ManualClock();
  const { promise, resolve } = Promise.withResolvers<string>();
  let begun = 0;
  const ask = shareWork(clock, 1000, () => {
    begun++;
    return promise;
  });
  const first = ask();
  clock.advance(60_000);
  const second = ask();
  expect(begun).toBe(1);
  resolve('late');
  expect([await first, await second]).toEqual(['late', 'late']);
});

test('a failure is everyone’s too, and is tried again in time', async () => {
  const clock = new ManualClock();
  let tries = 0;
  const ask = shareWork(clock, 1000, async () => {
    tries++;
    if (tries === 1) throw new Error('no');
    return 'yes';
  });
  await expect(ask()).rejects.toThrow('no');
  await expect(ask()).rejects.toThrow('no');
  expect(tries).toBe(1);
  clock.advance(1000);
  expect(await ask()).toBe('yes');
});
