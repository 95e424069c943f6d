import { DEFAULT_APP_ID } from '@koine/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../../core/actor.ts';
import { roomDraft } from '../../core/rooms.ts';
import { OPERATOR } from '../../testing/actors.ts';
import { FrameClient } from '../../testing/frame-client.ts';
import {
  framesUpToNow,
  KEY,
  nextOf,
  type PlatformServer,
  ROOM,
  startPlatform,
} from './testing/platform-server.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const NOWHERE = '00000000-0000-4000-8000-000000000000';

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

describe('being let in', () => {
  test('the first frame is connection_status, in the exact shape', async () => {
    await using client = await platform.open(ROOM, { user_id: 'user_123', user_name: 'John Doe' });
    const status = await client.next();
    expect(Object.keys(status)).toEqual(['type', 'data', 'timestamp']);
    expect(status.timestamp).toMatch(ISO);
    expect(status.data).toEqual({
      status: 'connected',
      user_id: 'user_123',
      room_id: ROOM,
      online_users: ['user_123'],
      total_participants: 4,
    });
    expect(Object.keys(status.data)).toEqual([
      'status',
      'user_id',
      'room_id',
      'online_users',
      'total_participants',
    ]);
  });

  test('the others, and not the newcomer, receive user_joined and user_left', async () => {
    const room = await platform.makeRoom();
    await using john = await platform.enter('user_123', room);
    const jane = await platform.open(room, { user_id: 'user_789', user_name: 'Jane Smith' });
    expect((await jane.next()).data.online_users).toEqual(['user_123', 'user_789']);
    const joined = await john.next();
    expect(joined).toEqual({
      type: 'user_joined',
      data: {
        user_id: 'user_789',
        user_name: 'Jane Smith',
        joined_at: joined.timestamp,
        meta: { role: 'member' },
      },
      timestamp: expect.stringMatching(ISO),
      room_id: room,
    });
    expect(await framesUpToNow(jane)).toEqual([]);
    await jane.close();
    const left = await john.next();
    expect(left).toEqual({
      type: 'user_left',
      data: { user_id: 'user_789', user_name: 'Jane Smith', left_at: left.timestamp },
      timestamp: expect.stringMatching(ISO),
      room_id: room,
    });
  });

  test('several connections of one user are one presence', async () => {
    const room = await platform.makeRoom();
    await using john = await platform.enter('user_123', room);
    const first = await platform.enter('user_456', room);
    const second = await platform.open(room, { user_id: 'user_456' });
    expect((await second.next()).data.online_users).toEqual(['user_123', 'user_456']);
    expect((await john.next()).type).toBe('user_joined');
    await first.close();
    expect(await framesUpToNow(john)).toEqual([]);
    await second.close();
    expect((await john.next()).type).toBe('user_left');
  });

  test('a named user becomes a participant of a public room on the first connection', async () => {
    const room = await platform.makeRoom();
    await using client = await platform.open(room, { user_id: 'new.user@example.org' });
    expect((await client.next()).data.total_participants).toBe(1);
    const { body } = await platform.call(`GET /rooms/${room}/participants`);
    expect(body.data).toEqual([
      {
        user_id: 'new.user@example.org',
        user_name: 'new.user@example.org',
        role: 'member',
        joined_at: expect.stringMatching(ISO),
      },
    ]);
  });

  test('without a user_id one comes as an anonymous reader, no participant', async () => {
    const room = await platform.makeRoom();
    await using john = await platform.enter('user_123', room);
    await using reader = await platform.open(room, { user_name: 'Pretender' });
    const { data } = await reader.next();
    expect(data.user_id).toMatch(/^anon_[\w-]{12}$/);
    expect(data.online_users).toEqual(['user_123', data.user_id]);
    expect(data.total_participants).toBe(1);
    expect((await nextOf(john, 'user_joined')).data).toMatchObject({
      user_id: data.user_id,
      user_name: 'Anonymous',
      meta: { role: null },
    });
    john.send({ type: 'message', data: { content: 'seen by readers' } });
    expect((await reader.next()).data.content).toBe('seen by readers');
  });

  test('an anonymous reader may ask and ping, but neither send nor type', async () => {
    await using reader = await platform.open(await platform.makeRoom());
    await reader.next();
    reader.send({ type: 'get_online_users', data: {} });
    expect((await reader.next()).type).toBe('connection_status');
    for (const frame of [
      { type: 'typing', data: { is_typing: true } },
      { type: 'message', data: { content: 'x', client_key: 'k' } },
      { type: 'edit', data: { message_id: 'k', content: 'x' } },
      { type: 'delete', data: { message_id: 'k' } },
      { type: 'react', data: { message_id: 'k', emoji: '👍' } },
      { type: 'read', data: { message_id: 'k' } },
    ]) {
      reader.send(frame);
      const rejection = await reader.next();
      expect(rejection.type).toBe('error');
      expect(rejection.data).toEqual({
        code: 'INSUFFICIENT_PERMISSIONS',
        message: 'Anonymous readers may only read',
        ...(frame.type !== 'typing' && { ref: 'k' }),
      });
    }
  });

  test('someone is called as they ask, else as registered, else by their id', async () => {
    const room = await platform.makeRoom();
    await using watcher = await platform.enter('watcher', room);
    const nameOf = async (params: Record<string, string>) => {
      await using client = await platform.open(room, params);
      await client.next();
      return (await nextOf(watcher, 'user_joined')).data.user_name;
    };
    expect(await nameOf({ user_id: 'user_789', user_name: 'Janet' })).toBe('Janet');
    expect(await nameOf({ user_id: 'user_789' })).toBe('Jane Smith');
    expect(await nameOf({ user_id: 'user_789', user_name: '' })).toBe('Jane Smith');
    expect(await nameOf({ user_id: 'stranger' })).toBe('stranger');
  });

  test('frames sent at once, before the answer, are not lost', async () => {
    const url = `${platform.server.wsUrl}/ws/${ROOM}?token=${KEY}&user_id=hasty`;
    await using client = await FrameClient.open(url);
    client.send({ type: 'get_online_users', data: {} });
    client.send({ type: 'ping', data: {} });
    const frames = await client.take(3);
    expect(frames.map(({ type }) => type)).toEqual([
      'connection_status',
      'connection_status',
      'pong',
    ]);
  });

  test('an upper-case room id and a trailing slash are the same room', async () => {
    await using client = await platform.open(`${ROOM.toUpperCase()}/`, { user_id: 'user_123' });
    expect((await client.next()).data.room_id).toBe(ROOM);
  });
});

describe('being refused: the upgrade succeeds, and the close says why', () => {
  const rejections: readonly [string, string, Record<string, string>, number, string][] = [
    ['no token', ROOM, { token: '' }, 4001, 'Unauthorized (invalid API key)'],
    ['a wrong key', ROOM, { token: 'sk_test_wrong' }, 4001, 'Unauthorized (invalid API key)'],
    ['a forged JWT', ROOM, { token: 'e30.e30.e30' }, 4001, 'Unauthorized (invalid API key)'],
    ['an unknown room', NOWHERE, {}, 4002, 'Room not found'],
    ['what is no UUID', 'general', {}, 4002, 'Room not found'],
    ['what is not even URL-encoded', '%zz%', {}, 4002, 'Room not found'],
    [
      'a wrong key before an unknown room',
      NOWHERE,
      { token: 'x' },
      4001,
      'Unauthorized (invalid API key)',
    ],
  ];
  test.each(rejections)('%s', async (_, room, params, code, reason) => {
    await using client = await platform.open(room, { user_id: 'user_123', ...params });
    expect(await client.closed).toEqual({ code, reason });
    expect(client.pending).toEqual([]);
  });

  test('a missing token', async () => {
    await using client = await FrameClient.open(`${platform.server.wsUrl}/ws/${ROOM}`);
    expect(await client.closed).toEqual({ code: 4001, reason: 'Unauthorized (invalid API key)' });
  });

  test("another app's room does not exist", async () => {
    const token = await platform.makeApp();
    await using client = await platform.open(ROOM, { token, user_id: 'user_123' });
    expect(await client.closed).toEqual({ code: 4002, reason: 'Room not found' });
  });

  test("the built-in app's rooms do not exist either", async () => {
    const { core } = platform.server;
    const { id } = await core.rooms.create(systemActor(DEFAULT_APP_ID), roomDraft('Public'));
    await using client = await platform.open(id, { user_id: 'user_123' });
    expect(await client.closed).toEqual({ code: 4002, reason: 'Room not found' });
  });

  test("a bridged room is no other app's either, not even the built-in one's", async () => {
    const token = await platform.server.core.apps.addKey(OPERATOR, DEFAULT_APP_ID);
    await using client = await platform.open(ROOM, { token, user_id: 'user_123' });
    expect(await client.closed).toEqual({ code: 4002, reason: 'Room not found' });
    expect((await platform.call(`GET /rooms/${ROOM}/messages/`, { key: token })).status).toBe(404);
  });

  test('a private room admits its participants only', async () => {
    const room = await platform.makeRoom({ room_type: 'private', participants: ['user_123'] });
    await using john = await platform.open(room, { user_id: 'user_123' });
    expect((await john.next()).data).toMatchObject({
      online_users: ['user_123'],
      total_participants: 1,
    });
    const denied = { code: 4003, reason: 'Room access denied' };
    await using jane = await platform.open(room, { user_id: 'user_789' });
    expect(await jane.closed).toEqual(denied);
    await using reader = await platform.open(room);
    expect(await reader.closed).toEqual(denied);
    expect(await framesUpToNow(john)).toEqual([]);
  });

  test.each([
    [{ user_id: 'with space' }, 'Invalid user_id'],
    [{ user_id: 'x'.repeat(129) }, 'Invalid user_id'],
    [{ user_id: 'é' }, 'Invalid user_id'],
    [{ user_id: 'ok', user_name: 'x'.repeat(65) }, 'user_name is too long (max 64 characters)'],
    [{ user_id: 'ok', user_name: 'a\u0000b' }, 'Invalid user_name'],
    [{ user_id: 'ok', since: 'yesterday' }, 'Invalid since'],
  ])('a bad parameter is named first: %j', async (params, message) => {
    await using client = await platform.open(ROOM, params);
    expect(await client.next()).toEqual({
      type: 'error',
      data: { code: 'VALIDATION_ERROR', message },
      timestamp: expect.stringMatching(ISO),
      room_id: null,
    });
    expect(await client.closed).toEqual({ code: 4003, reason: 'Room access denied' });
  });

  test('connections that were refused do not count against their user', async () => {
    const room = await platform.makeRoom({ room_type: 'private' });
    for (let i = 0; i < 12; i++) {
      await using denied = await platform.open(room, { user_id: 'eager' });
      expect((await denied.closed).code).toBe(4003);
    }
    await using client = await platform.open(ROOM, { user_id: 'eager' });
    expect((await client.next()).type).toBe('connection_status');
  });

  test('an eleventh connection of one user, until one of the ten is gone', async () => {
    const room = await platform.makeRoom();
    const clients: FrameClient[] = [];
    for (let i = 0; i < 10; i++) clients.push(await platform.enter('busy', room));
    await using eleventh = await platform.open(room, { user_id: 'busy' });
    expect(await eleventh.closed).toEqual({ code: 4004, reason: 'Rate limit exceeded' });
    await using other = await platform.open(room, { user_id: 'idle' });
    expect((await other.next()).type).toBe('connection_status');
    await clients[0]?.close();
    await using again = await platform.open(room, { user_id: 'busy' });
    expect((await again.next()).type).toBe('connection_status');
    for (const client of clients) await client.close();
  });
});

test.each([undefined, 'now', '0'])(
  'a newcomer with since=%s is sent who is typing, but for themself',
  async (since) => {
    const room = await platform.makeRoom();
    await using john = await platform.enter('user_123', room);
    await using jane = await platform.enter('user_789', room);
    for (const client of [john, jane]) client.send({ type: 'typing', data: { is_typing: true } });
    await nextOf(john, 'typing');
    await nextOf(jane, 'typing');
    const query = { user_id: 'user_789', ...(since !== undefined && { since }) };
    await using late = await platform.open(room, query);
    const { data } = await nextOf(late, 'typing');
    expect(data).toMatchObject({ user_id: 'user_123', is_typing: true });
    expect((await framesUpToNow(late)).filter(({ type }) => type === 'typing')).toEqual([]);
  },
);
