import { type CoreEvent, DEFAULT_APP_ID } from '@koine/contract';
import { expect, test } from 'vitest';
import { createLocalBus } from '../bus/local-bus.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { tempDirectory } from '../testing/temp-directory.ts';
import { startTestServer } from '../testing/test-server.ts';
import { systemActor } from './actor.ts';
import { SanctionEnds } from './sanction-ends.ts';

const HOUR_MS = 3_600_000;
const operator = systemActor(DEFAULT_APP_ID);
const banOf = (user: string, hours: number) =>
  ({ kind: 'ban', target: `user:${user}`, durationMs: hours * HOUR_MS, reason: '' }) as const;

/** Whose ban has ended, as it is announced. */
function endsIn(bus: { subscribe(listener: (event: CoreEvent) => void): unknown }): string[] {
  const ends: string[] = [];
  bus.subscribe((event) => {
    const isEnd = event.type === 'appSanctionChanged' || event.type === 'roomSanctionChanged';
    if (isEnd && event.isLifted) ends.push(event.sanction.target);
  });
  return ends;
}

test('a ban ends when its time comes, also after a restart, and one that ended meanwhile is over', async () => {
  await using directory = await tempDirectory();
  const clock = new ManualClock();
  const options = { data: directory.path, clock };
  {
    await using server = await startTestServer(options);
    const { moderation, rooms } = server.core;
    const { id } = await rooms.findPublic('lobby');
    await moderation.sanctionInApp(operator, banOf('meanwhile', 1));
    await moderation.sanctionInApp(operator, banOf('everywhere', 3));
    await moderation.sanction(operator, id, banOf('here', 4));
  }
  clock.advance(2 * HOUR_MS);
  await using server = await startTestServer(options);
  const ends = endsIn(server.core.bus);
  // The timer for the next end is set once storage has named it, perhaps when its time has come already.
  const endsByNow = () => {
    clock.advance(1);
    return ends;
  };
  await expect.poll(endsByNow).toEqual(['user:meanwhile']);
  clock.advance(HOUR_MS);
  await expect.poll(endsByNow).toEqual(['user:meanwhile', 'user:everywhere']);
  clock.advance(HOUR_MS);
  await expect.poll(endsByNow).toEqual(['user:meanwhile', 'user:everywhere', 'user:here']);
});

test('ends that could not be read are read again', async () => {
  const clock = new ManualClock();
  const errors: unknown[] = [];
  let reads = 0;
  const ends = new SanctionEnds({
    store: {
      async removeEnded() {
        if (++reads === 1) throw new Error('disk');
        return [];
      },
      nextEnd: async () => null,
    },
    bus: createLocalBus((error) => errors.push(error)),
    clock,
    onError: (error) => errors.push(error),
  });
  ends.start();
  clock.advance(1);
  await expect.poll(() => errors).toHaveLength(1);
  clock.advance(5_000);
  await expect.poll(() => reads).toBe(2);
  ends.stop();
});
