import { afterAll, beforeAll, expect, test } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.ts';
import {
  framesUpToNow,
  nextOf,
  type PlatformServer,
  ROOM,
  startPlatform,
} from './testing/platform-server.ts';

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

test('a token enters as its user, called as it says', async () => {
  const room = await platform.makeRoom();
  const token = await platform.makeToken({ user_id: 'tess', user_name: 'Tess Token' });
  await using watcher = await platform.enter('watcher', room);
  await using tess = await platform.open(room, { token, user_name: 'The Boss' });
  expect((await tess.next()).data.user_id).toBe('tess');
  expect((await nextOf(watcher, 'user_joined')).data.user_name).toBe('Tess Token');
  await using named = await platform.open(room, { token, user_id: 'tess' });
  expect((await named.next()).data.user_id).toBe('tess');
});

test("another user's name with it is denied", async () => {
  const token = await platform.makeToken({ user_id: 'tess' });
  await using client = await platform.open(ROOM, { token, user_id: 'user_123' });
  expect(await client.closed).toEqual({ code: 4003, reason: 'Room access denied' });
});

test('a token that names rooms opens no other', async () => {
  const room = await platform.makeRoom();
  const token = await platform.makeToken({ user_id: 'tess', rooms: [room] });
  await using inside = await platform.open(room, { token });
  expect((await inside.next()).type).toBe('connection_status');
  await using outside = await platform.open(ROOM, { token });
  expect(await outside.closed).toEqual({ code: 4003, reason: 'Room access denied' });
});

test('a connection ends when its token does', async () => {
  const clock = new ManualClock();
  await using timed = await startPlatform({ clock });
  const token = await timed.makeToken({ user_id: 'tess', expires_in: 60 });
  await using client = await timed.open(ROOM, { token });
  await client.next();
  clock.advance(59_000);
  expect(await framesUpToNow(client)).toEqual([]);
  clock.advance(1000);
  expect(await client.closed).toEqual({ code: 4001, reason: 'Unauthorized (invalid API key)' });
  await using late = await timed.open(ROOM, { token });
  expect(await late.closed).toEqual({ code: 4001, reason: 'Unauthorized (invalid API key)' });
});
