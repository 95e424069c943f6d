import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../core/actor.ts';
import {
  framesUpToNow,
  nextOf,
  type PlatformServer,
  startPlatform,
} from './testing/platform-server.ts';

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

test('binary frames', async () => {
  await using client = await platform.enter('user_123');
  client.sendRaw(new Uint8Array([1, 2, 3]));
  expect(await client.closed).toEqual({ code: 1003, reason: 'Unsupported data' });
});

test('a frame over 64 KiB', async () => {
  await using client = await platform.enter('user_123');
  client.sendRaw('x'.repeat(65_537));
  expect((await client.closed).code).toBe(1009);
});

test('a ban closes at once and keeps out', async () => {
  const { core } = platform.server;
  const room = await platform.makeRoom();
  await using john = await platform.enter('user_123', room);
  await using troll = await platform.enter('troll', room);
  await core.moderation.sanction(systemActor('sandbox'), room, {
    kind: 'ban',
    target: 'user:troll',
    durationMs: null,
    reason: '',
  });
  expect(await troll.closed).toEqual({ code: 4003, reason: 'Room access denied' });
  await using again = await platform.open(room, { user_id: 'troll' });
  expect(await again.closed).toEqual({ code: 4003, reason: 'Room access denied' });
  expect((await framesUpToNow(john)).map(({ type }) => type)).toEqual(['user_joined', 'user_left']);
  await core.moderation.lift(systemActor('sandbox'), room, 'ban', 'user:troll');
  await using forgiven = await platform.open(room, { user_id: 'troll' });
  expect((await forgiven.next()).type).toBe('connection_status');
});

test('a ban from the app closes in every room', async () => {
  const { core } = platform.server;
  const rooms = [await platform.makeRoom(), await platform.makeRoom()];
  const clients = await Promise.all(rooms.map((room) => platform.enter('spammer', room)));
  const ban = {
    kind: 'ban',
    target: 'user:spammer',
    durationMs: 60_000,
    reason: 'spam',
  } as const;
  await core.moderation.sanctionInApp(systemActor('sandbox'), ban);
  for (const client of clients)
    expect(await client.closed).toEqual({ code: 4003, reason: 'Room access denied' });
});

test('a deleted room closes with Room not found', async () => {
  const room = await platform.makeRoom();
  await using client = await platform.enter('user_123', room);
  expect((await platform.call(`DELETE /rooms/${room}`)).status).toBe(200);
  expect(await client.closed).toEqual({ code: 4002, reason: 'Room not found' });
});

test('who is taken off a private room is put out of it', async () => {
  const participants = ['user_123', 'user_789'];
  const room = await platform.makeRoom({ room_type: 'private', participants });
  await using john = await platform.enter('user_123', room);
  await using jane = await platform.enter('user_789', room);
  await platform.call(`DELETE /rooms/${room}/participants/user_789`);
  expect(await jane.closed).toEqual({ code: 4003, reason: 'Room access denied' });
  expect((await nextOf(john, 'user_left')).data.user_id).toBe('user_789');
});

test('a room that ticks private keeps its participants only', async () => {
  const room = await platform.makeRoom();
  await using john = await platform.enter('user_123', room);
  await using reader = await platform.open(room);
  await reader.next();
  await platform.call(`PUT /rooms/${room}`, { body: { room_type: 'private' } });
  expect(await reader.closed).toEqual({ code: 4003, reason: 'Room access denied' });
  const frames = await framesUpToNow(john);
  expect(frames.map(({ type }) => type)).toEqual(['user_joined', 'user_left']);
});

test('an orderly shutdown says so', async () => {
  const other = await startPlatform();
  await using client = await other.enter('user_123');
  await other[Symbol.asyncDispose]();
  expect((await client.closed).code).toBe(1001);
});
