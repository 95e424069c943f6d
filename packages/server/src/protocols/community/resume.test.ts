import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import {
  type Account,
  enter,
  makeRoom,
  QUICK,
  register,
  rejection,
  signIn,
} from './testing/api.ts';
import { RoomView } from './testing/room-view.ts';

let server: TestServer;
let owner: Account;
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK });
  owner = await register(server, 'owner');
});
afterAll(() => server[Symbol.asyncDispose]());

const since = (numbers: Record<string, unknown>) =>
  EventClient.open(server.url, { auth: { since: numbers } });

const sendText = async (room: string, message: string): Promise<number> =>
  (await owner.api.post('/messages', { room, message })).body.result;

test('a client that asks for numbers gets one with each change', async () => {
  const uid = await makeRoom(owner);
  const first = await sendText(uid, 'first');
  await using client = await since({});
  client.emit('join', { uid });
  expect(await client.next('room_messages')).toMatchObject({
    messages: [{ id: first }],
    change: 1,
  });
  const second = await sendText(uid, 'second');
  expect(await client.next('message')).toMatchObject({ id: second, change: 2 });
  await owner.api.delete(`/messages/${second}`);
  expect(await client.next('message_deleted')).toEqual({ ids: second, change: 3 });
  await owner.api.delete(`/rooms/${uid}/messages`);
  expect(await client.next('room_purged')).toEqual({ deleted: true, change: 4 });
});

test('a client that does not ask gets none', async () => {
  const uid = await makeRoom(owner);
  await using client = await enter(server, null, uid);
  await sendText(uid, 'first');
  expect(await client.next('message')).not.toHaveProperty('change');
});

describe('a client that comes back', () => {
  test('gets everything since, once, marked as such, and then what comes', async () => {
    const uid = await makeRoom(owner);
    const [kept, edited, deleted] = [
      await sendText(uid, 'kept'),
      await sendText(uid, 'edited'),
      await sendText(uid, 'deleted'),
    ];
    await owner.api.delete(`/messages/${deleted}`);
    const unseen = await sendText(uid, 'unseen');
    const gone = await sendText(uid, 'gone at once');
    await owner.api.delete(`/messages/${gone}`);
    await using client = await since({ [uid]: 3 });
    client.emit('join', { uid });
    expect(await client.next('resumed')).toEqual({
      room: uid,
      from: 3,
      to: 7,
      epoch: expect.any(String),
      change: 3,
    });
    expect(client.log.slice(0, 2).map(([name]) => name)).toEqual(['room_updated', 'resumed']);
    expect(await client.next('message_deleted')).toEqual({ ids: deleted, change: 4 });
    expect(await client.next('message')).toMatchObject({ id: unseen, change: 5 });
    expect(await client.next('message')).toMatchObject({
      ...{ id: gone, message: '', deleted: true, change: 6 },
    });
    expect(await client.next('message_deleted')).toEqual({ ids: gone, change: 7 });
    await client.next('room_users');
    const live = await sendText(uid, 'live');
    expect(await client.next('message')).toMatchObject({ id: live, change: 8 });
    expect([kept, edited]).not.toContain(live);
    expect(client.pending).toEqual(['room_updated']);
  });

  test('learns of a purge before all else', async () => {
    const uid = await makeRoom(owner);
    await sendText(uid, 'a');
    await sendText(uid, 'b');
    await owner.api.delete(`/rooms/${uid}/messages`);
    const after = await sendText(uid, 'after');
    await using client = await since({ [uid]: 1 });
    client.emit('join', { uid });
    await client.next('room_users');
    expect(client.log.slice(1, 4)).toEqual([
      ['resumed', { room: uid, from: 1, to: 4, epoch: expect.any(String), change: 1 }],
      ['room_purged', { deleted: true, change: 3 }],
      ['message', expect.objectContaining({ id: after, change: 4 })],
    ]);
  });

  test('resumes once; a later join shows the room anew', async () => {
    const uid = await makeRoom(owner);
    await sendText(uid, 'a');
    await using client = await since({ [uid]: 1 });
    client.emit('join', { uid });
    await client.next('resumed');
    client.emit('join', { uid });
    expect((await client.next('room_messages')).messages).toHaveLength(1);
  });

  test('from a number that was never given must reload', async () => {
    const uid = await makeRoom(owner);
    await using client = await since({ [uid]: 4711 });
    client.emit('join', { uid });
    expect(await client.next('resync')).toEqual({
      room: uid,
      epoch: expect.any(String),
      change: 0,
    });
    client.emit('join', { uid });
    expect(await client.next('room_messages')).toEqual({
      messages: [],
      epoch: expect.any(String),
      change: 0,
    });
  });

  test('is still banned', async () => {
    const uid = await makeRoom(owner);
    const account = await register(server);
    const ban = { user: account.uid, room: uid, duration: '1h', reason: '' };
    await owner.api.post('/bans', ban);
    await using client = await since({ [uid]: 0 });
    await signIn(client, account);
    client.emit('join', { uid });
    const text = 'You are banned from this channel. Your ban will expire in 1 hour';
    expect(await client.next('system')).toEqual(rejection(text));
    client.emit('sendMessage', { text: 'hi' });
    expect(await client.next('system')).toEqual(rejection(text));
  });

  test.each([{ a: -1 }, { a: 1.5 }, { a: '1' }, [1], 'x', 7])(
    'with %j for numbers is told that they are none',
    async (numbers) => {
      const opening = EventClient.open(server.url, { auth: { since: numbers } });
      await expect(opening).rejects.toThrow('since must be an object of change numbers by room id');
    },
  );
});

test('leaving at any point and coming back loses nothing', async () => {
  const uid = await makeRoom(owner);
  const account = await register(server);
  const first = await since({});
  const view = new RoomView(first);
  first.emit('join', { uid });
  await first.next('room_users');
  for (let i = 0; i < 10; i++) await sendText(uid, `m${i}`);
  while (view.messages.length < 5) await first.next('message');
  first.socket.disconnect();
  const seen = view.change;
  for (let i = 10; i < 30; i++) await sendText(uid, `m${i}`);
  await account.api.patch('/me', { display_name: 'Somebody' });

  await using second = await since({ [uid]: seen });
  const later = new RoomView(second);
  later.messages = view.messages;
  second.emit('join', { uid });
  await second.next('room_users');
  expect(later.messages.map(({ message }) => message)).toEqual(
    Array.from({ length: 30 }, (_, i) => `m${i}`),
  );
});
