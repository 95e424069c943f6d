import { DEFAULT_APP_ID } from '@koine/contract';
import { expect, test } from 'vitest';
import { OPERATOR } from '../testing/actors.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { openMemoryCore } from '../testing/memory-core.ts';
import { sendText } from '../testing/messages.ts';
import { systemActor } from './actor.ts';
import { roomDraft } from './rooms.ts';

const HOUR_MS = 3_600_000;
const INTERVAL_MS = 60_000;

test('removes by age, by itself and after a while, an app’s rule before the default', async () => {
  const clock = new ManualClock();
  await using opened = await openMemoryCore({
    limits: { retentionIntervalMs: INTERVAL_MS },
    clock,
  });
  const { core } = opened;
  core.retention.start();
  await core.admin.createApp(OPERATOR, 'Archive', 'archive');
  const makeRoom = async (appId: string) =>
    (await core.rooms.create(systemActor(appId), roomDraft('Room'))).id;
  const send = async (appId: string, roomId: string, count: number) => {
    for (let i = 0; i < count; i++) await sendText(core, systemActor(appId), roomId, 'text');
  };
  const kept = async (appId: string, roomId: string) => {
    const query = { direction: 'newer', before: null, after: null, skip: 0, limit: 100 } as const;
    const page = await core.messages.history(systemActor(appId), {
      ...{ ...query, roomId, withDeleted: true },
    });
    return page.messages.map(({ seq }) => seq);
  };
  const [room, theirs] = [await makeRoom(DEFAULT_APP_ID), await makeRoom('archive')];
  await send(DEFAULT_APP_ID, room, 3);
  await send('archive', theirs, 3);
  clock.advance(HOUR_MS);
  await send(DEFAULT_APP_ID, room, 2);
  const { retention } = core;
  const archive = { scope: 'app', id: 'archive' } as const;
  await retention.set(OPERATOR, archive, { ageMs: 24 * HOUR_MS, countMax: null });
  await retention.set(OPERATOR, { scope: 'default' }, { ageMs: HOUR_MS / 2, countMax: null });
  await expect.poll(() => kept(DEFAULT_APP_ID, room)).toEqual([4, 5]);
  // Without a command: a later round finds what has become too old meanwhile.
  clock.advance(HOUR_MS);
  await expect
    .poll(() => {
      clock.advance(INTERVAL_MS);
      return kept(DEFAULT_APP_ID, room);
    })
    .toEqual([]);
  expect(await kept('archive', theirs)).toEqual([1, 2, 3]);
  expect(await retention.rules(OPERATOR)).toMatchObject([archive, { scope: 'default', id: '' }]);
  await retention.stop();
});
