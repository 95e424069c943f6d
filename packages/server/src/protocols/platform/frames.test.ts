import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../../core/actor.ts';
import { FrameClient } from '../../testing/frame-client.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import {
  framesUpToNow,
  nextOf,
  type PlatformServer,
  ROOM,
  startPlatform,
} from './testing/platform-server.ts';
import { INVALID_FRAMES } from './vectors.ts';

const UUID = /^[0-9a-f-]{36}$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

let opened: FrameClient[] = [];
afterEach(async () => {
  for (const client of opened) await client[Symbol.asyncDispose]();
  opened = [];
});

/** Two users in a room of their own, who have nothing to read yet. */
async function pair(): Promise<{ room: string; john: FrameClient; jane: FrameClient }> {
  const room = await platform.makeRoom();
  const john = await platform.enter('user_123', room);
  const jane = await platform.enter('user_789', room);
  opened.push(john, jane);
  await nextOf(john, 'user_joined');
  return { room, john, jane };
}

/** Sends a message and waits for its acknowledgement; its id. */
async function say(client: FrameClient, content: string): Promise<string> {
  client.send({ type: 'message', data: { content } });
  return (await nextOf(client, 'ack')).data.id;
}

describe("the document's requests", () => {
  test('ping is answered with pong', async () => {
    const { room, john } = await pair();
    john.send({ type: 'ping', data: {} });
    const pong = await john.next();
    expect(pong).toEqual({
      type: 'pong',
      data: {},
      timestamp: expect.stringMatching(ISO),
      room_id: room,
    });
  });

  test('get_online_users is answered with a fresh connection_status', async () => {
    const { room, john } = await pair();
    await platform.call(`POST /rooms/${room}/participants`, { body: { user_id: 'absent' } });
    john.send({ type: 'get_online_users', data: {} });
    expect(await john.next()).toEqual({
      type: 'connection_status',
      data: {
        status: 'connected',
        user_id: 'user_123',
        room_id: room,
        online_users: ['user_123', 'user_789'],
        total_participants: 3,
      },
      timestamp: expect.stringMatching(ISO),
    });
  });

  test('typing goes to the others, not back, and not to other windows of the same user', async () => {
    const { room, john, jane } = await pair();
    await using otherWindow = await platform.enter('user_123', room);
    john.send({ type: 'typing', data: { is_typing: true } });
    john.send({ type: 'typing', data: { is_typing: true } });
    john.send({ type: 'typing', data: { is_typing: false } });
    expect(await framesUpToNow(john)).toEqual([]);
    const [start, stop, ...more] = await framesUpToNow(jane);
    expect(start).toEqual({
      type: 'typing',
      data: { user_id: 'user_123', user_name: 'John Doe', is_typing: true },
      timestamp: expect.stringMatching(ISO),
      room_id: room,
    });
    expect(stop.data).toEqual({ user_id: 'user_123', user_name: 'John Doe', is_typing: false });
    expect(more).toEqual([]);
    expect(await framesUpToNow(otherWindow)).toEqual([]);
  });

  test('typing ends with a message, and with leaving', async () => {
    const { john, jane } = await pair();
    john.send({ type: 'typing', data: { is_typing: true } });
    await say(john, 'done');
    const frames = await framesUpToNow(jane);
    expect(frames.map(({ type, data }) => [type, data.is_typing])).toEqual([
      ['typing', true],
      ['typing', false],
      ['message', undefined],
    ]);
    john.send({ type: 'typing', data: { is_typing: true } });
    await framesUpToNow(john);
    await john.close();
    await nextOf(jane, 'user_left');
    const rest = await framesUpToNow(jane);
    expect(rest.map(({ type, data }) => [type, data.is_typing])).toEqual([['typing', false]]);
  });

  test('typing ends by itself after 6 s without renewal', async () => {
    const clock = new ManualClock();
    await using timed = await startPlatform({ clock });
    await using john = await timed.enter('user_123');
    await using jane = await timed.enter('user_789');
    john.send({ type: 'typing', data: { is_typing: true } });
    expect((await nextOf(jane, 'typing')).data.is_typing).toBe(true);
    clock.advance(4000);
    john.send({ type: 'typing', data: { is_typing: true } });
    await nextOf(john, 'user_joined');
    await framesUpToNow(john);
    clock.advance(5999);
    expect(await framesUpToNow(jane)).toEqual([]);
    clock.advance(1);
    expect((await nextOf(jane, 'typing')).data.is_typing).toBe(false);
  });
});

describe('messages', () => {
  test('a message goes to all, the sender too, then the sender is told it is stored', async () => {
    const { room, john, jane } = await pair();
    const meta = { mentions: ['user_456'], priority: 'normal' };
    john.send({
      type: 'message',
      data: { content: 'Hello everyone! 👋', message_type: 'text', meta, client_key: 'k-1' },
    });
    const [own, ack] = await john.take(2);
    const text = await jane.nextText();
    expect(JSON.parse(text)).toEqual(own);
    expect(text).toBe(
      `{"type":"message","data":{"id":"${own.data.id}","sender_id":"user_123","sender_name":"John Doe","content":"Hello everyone! 👋","message_type":"text","meta":{"mentions":["user_456"],"priority":"normal"},"created_at":"${own.timestamp}"},"timestamp":"${own.timestamp}","room_id":"${room}"}`,
    );
    expect(own.data.id).toMatch(UUID);
    expect(ack).toEqual({
      type: 'ack',
      data: { client_key: 'k-1', id: own.data.id, seq: 1 },
      timestamp: expect.stringMatching(ISO),
      room_id: room,
    });
  });

  test('a retry with the same client_key is answered with the first message, nothing is sent twice', async () => {
    const { john, jane } = await pair();
    const frame = { type: 'message', data: { content: 'once', client_key: 'same' } };
    john.send(frame);
    const first = await nextOf(john, 'ack');
    john.send(frame);
    const again = await nextOf(john, 'ack');
    expect(again.data).toEqual(first.data);
    const seen = await framesUpToNow(jane);
    expect(seen.filter(({ type }) => type === 'message')).toHaveLength(1);
  });

  test.each([
    ['an empty text', { content: '' }, 'Message cannot be empty'],
    ['a blank text', { content: ' \n ' }, 'Message cannot be empty'],
    [
      '4,001 code points',
      { content: '😀'.repeat(4001) },
      'Message is too long (max 4000 characters)',
    ],
    [
      'meta over 8 KiB',
      { content: 'x', meta: { big: 'x'.repeat(8192) } },
      'meta is too large (max 8192 bytes)',
    ],
    [
      'a type of two words',
      { content: 'x', message_type: 'no spaces' },
      expect.stringContaining('data.message_type'),
    ],
  ])('refuses %s, and the connection stays', async (_, data, message) => {
    const code = 'VALIDATION_ERROR';
    const { john, jane } = await pair();
    john.send({ type: 'message', data: { ...data, client_key: 'k' } });
    expect((await john.next()).data).toEqual({ code, message, ref: 'k' });
    expect(await framesUpToNow(jane)).toEqual([]);
    await say(john, 'still here');
  });

  test('4,000 code points are allowed', async () => {
    const { john, jane } = await pair();
    const content = '😀'.repeat(4000);
    await say(john, content);
    expect((await jane.next()).data.content).toBe(content);
  });

  test.each(INVALID_FRAMES)(
    'answers %s with an error, and the connection stays',
    async (text, message, ref) => {
      await using client = await platform.enter('odd');
      client.sendRaw(text);
      expect(await client.next()).toEqual({
        type: 'error',
        data: { code: 'VALIDATION_ERROR', message, ...(ref !== null && { ref }) },
        timestamp: expect.stringMatching(ISO),
        room_id: ROOM,
      });
      expect(await framesUpToNow(client)).toEqual([]);
    },
  );

  test('a muted user may read but neither send nor type', async () => {
    const { room, john, jane } = await pair();
    await platform.server.core.moderation.sanction(systemActor('sandbox'), room, {
      kind: 'mute',
      target: 'user:user_123',
      durationMs: null,
      reason: '',
    });
    for (const frame of [
      { type: 'typing', data: { is_typing: true } },
      { type: 'message', data: { content: 'x' } },
    ]) {
      john.send(frame);
      expect((await john.next()).data).toEqual({
        code: 'INSUFFICIENT_PERMISSIONS',
        message: 'You are muted',
      });
    }
    await say(jane, 'hello?');
    expect((await john.next()).data.content).toBe('hello?');
  });
});

describe('beyond the document', () => {
  test('edit, to all and acknowledged', async () => {
    const { room, john, jane } = await pair();
    const id = await say(john, 'Typo');
    john.send({
      type: 'edit',
      data: { message_id: id, content: 'Updated message content! 🎉', edit_reason: 'Fixed typo' },
    });
    const updated = await nextOf(jane, 'message_updated');
    expect(updated).toEqual({
      type: 'message_updated',
      data: {
        id,
        content: 'Updated message content! 🎉',
        edited_at: updated.timestamp,
        edit_reason: 'Fixed typo',
      },
      timestamp: expect.stringMatching(ISO),
      room_id: room,
    });
    expect(await john.take(2)).toEqual([
      updated,
      expect.objectContaining({ type: 'ack', data: { client_key: null, id, seq: 1 } }),
    ]);
  });

  test('delete, to all and acknowledged', async () => {
    const { room, john, jane } = await pair();
    const id = await say(john, 'Oops');
    john.send({ type: 'delete', data: { message_id: id } });
    const deleted = await nextOf(jane, 'message_deleted');
    expect(deleted).toEqual({
      type: 'message_deleted',
      data: { id, deleted_by: 'user_123', deleted_at: deleted.timestamp },
      timestamp: expect.stringMatching(ISO),
      room_id: room,
    });
    expect((await nextOf(john, 'ack')).data).toEqual({ client_key: null, id, seq: 1 });
    john.send({ type: 'edit', data: { message_id: id, content: 'back' } });
    expect((await nextOf(john, 'error')).data).toEqual({
      code: 'RESOURCE_NOT_FOUND',
      message: 'Message not found',
      ref: id,
    });
  });

  test('react toggles', async () => {
    const { room, john, jane } = await pair();
    const id = await say(john, 'Like me');
    jane.send({ type: 'react', data: { message_id: id, emoji: '👍' } });
    expect(await nextOf(john, 'reaction_updated')).toEqual({
      type: 'reaction_updated',
      data: {
        id,
        reactions: { '👍': ['user_789'] },
        emoji: '👍',
        user_id: 'user_789',
        action: 'added',
      },
      timestamp: expect.stringMatching(ISO),
      room_id: room,
    });
    jane.send({ type: 'react', data: { message_id: id, emoji: '👍' } });
    expect((await nextOf(john, 'reaction_updated')).data).toEqual({
      id,
      reactions: {},
      emoji: '👍',
      user_id: 'user_789',
      action: 'removed',
    });
    jane.send({ type: 'react', data: { message_id: id, emoji: 'thumb' } });
    expect((await nextOf(jane, 'error')).data).toEqual({
      code: 'VALIDATION_ERROR',
      message: 'invalid emoji',
      ref: id,
    });
  });

  test("others' messages are not one's own", async () => {
    const { john, jane } = await pair();
    const id = await say(john, 'Mine');
    await nextOf(jane, 'message');
    for (const frame of [
      { type: 'edit', data: { message_id: id, content: 'Yours' } },
      { type: 'delete', data: { message_id: id } },
    ]) {
      jane.send(frame);
      expect((await jane.next()).data).toEqual({
        code: 'INSUFFICIENT_PERMISSIONS',
        message: 'You may not do this',
        ref: id,
      });
    }
  });

  test.each(['edit', 'delete', 'react', 'read'])('%s of a message elsewhere', async (type) => {
    const { john } = await pair();
    const other = await pair();
    for (const id of [await say(other.john, 'elsewhere'), 'no-such-id', '']) {
      const data = { message_id: id, content: 'x', emoji: '👍' };
      john.send({ type, data });
      expect((await nextOf(john, 'error')).data).toEqual({
        code: 'RESOURCE_NOT_FOUND',
        message: 'Message not found',
        ref: id,
      });
    }
  });

  test('read moves the mark forward, never back', async () => {
    const { room, john, jane } = await pair();
    const first = await say(john, '1');
    const second = await say(john, '2');
    for (const [id, seq] of [
      [second, 2],
      [first, 2],
    ] as const) {
      jane.send({ type: 'read', data: { message_id: id } });
      expect((await nextOf(jane, 'ack')).data).toEqual({ client_key: null, id, seq });
    }
    const member = await platform.server.core.members.get(systemActor('sandbox'), room, 'user_789');
    expect(member.lastReadSeq).toBe(2);
  });

  test('a purge is told', async () => {
    const { room, john, jane } = await pair();
    await say(john, '1');
    await platform.server.core.messages.purge(systemActor('sandbox'), room);
    expect(await nextOf(jane, 'room_purged')).toEqual({
      type: 'room_purged',
      data: { purged_by: 'system' },
      timestamp: expect.stringMatching(ISO),
      room_id: room,
    });
  });
});

describe('notifications', () => {
  const draft = {
    title: 'New Message',
    content: 'You have a new message from John Doe',
    action_url: `/rooms/${ROOM}`,
    priority: 'normal',
    icon: 'message',
  };

  test("a user's comes on every connection of theirs, in whatever room, and to nobody else", async () => {
    const { room, john, jane } = await pair();
    await using elsewhere = await platform.enter('user_789');
    const { body } = await platform.call('POST /notifications', {
      body: { ...draft, user_id: 'user_789' },
    });
    const notification = await nextOf(jane, 'notification');
    expect(notification).toEqual({
      type: 'notification',
      data: { id: body.data.id, ...draft },
      timestamp: body.data.created_at,
      room_id: room,
    });
    expect(await nextOf(elsewhere, 'notification')).toEqual({ ...notification, room_id: ROOM });
    expect(await framesUpToNow(john)).toEqual([]);
  });

  test("a room's comes to each participant, one each", async () => {
    const { room, john, jane } = await pair();
    await using reader = await platform.open(room);
    await reader.next();
    const { status, body } = await platform.call('POST /notifications', {
      body: { room_id: room, title: 'All hands', content: 'Now' },
    });
    expect([status, body.data]).toEqual([
      201,
      { room_id: room, recipients: 2, created_at: expect.stringMatching(ISO) },
    ]);
    const [forJohn, forJane] = [
      await nextOf(john, 'notification'),
      await nextOf(jane, 'notification'),
    ];
    expect(forJohn.data.id).not.toBe(forJane.data.id);
    expect(forJohn.room_id).toBe(room);
    expect(forJohn.data).toMatchObject({ action_url: null, priority: 'normal', icon: null });
    expect(await framesUpToNow(reader)).toEqual([]);
  });

  test('a mention notifies the mentioned participants, but not the sender or strangers', async () => {
    const { room, john, jane } = await pair();
    await using stranger = await platform.enter('stranger');
    john.send({
      type: 'message',
      data: { content: 'Hi', meta: { mentions: ['user_789', 'user_123', 'stranger'] } },
    });
    const notification = await nextOf(jane, 'notification');
    expect(notification.data).toMatchObject({ content: 'Hi', action_url: `/rooms/${room}` });
    expect((await framesUpToNow(john)).map(({ type }) => type)).toEqual(['message', 'ack']);
    expect(await framesUpToNow(stranger)).toEqual([]);
  });
});

describe('limits', () => {
  test('over the message rate there is an error frame, and the connection stays', async () => {
    await using limited = await startPlatform({
      settings: { limits: { platformMessagesPerMinute: 3 } },
    });
    await using john = await limited.enter('user_123');
    for (let i = 0; i < 4; i++)
      john.send({ type: 'message', data: { content: 'x', client_key: `${i}` } });
    const frames = await john.take(7);
    const kinds = frames.map(({ type, data }) => [type, data.code, data.client_key ?? data.ref]);
    expect(kinds.filter(([type]) => type !== 'message')).toEqual([
      ['error', 'RATE_LIMIT_EXCEEDED', '3'],
      ['ack', undefined, '0'],
      ['ack', undefined, '1'],
      ['ack', undefined, '2'],
    ]);
    await using jane = await limited.enter('user_789');
    jane.send({ type: 'message', data: { content: 'my own limit' } });
    expect((await nextOf(jane, 'ack')).data.seq).toBe(4);
  });

  test('the limit is of the user, over all connections and REST', async () => {
    await using limited = await startPlatform({
      settings: { limits: { platformMessagesPerMinute: 2 } },
    });
    await using first = await limited.enter('user_123');
    await using second = await limited.enter('user_123');
    await say(first, '1');
    await say(second, '2');
    const { status } = await limited.call(`POST /rooms/${ROOM}/messages/`, {
      body: { sender_id: 'user_123', content: '3' },
    });
    expect(status).toBe(429);
  });

  test('an hour has a limit of its own', async () => {
    const clock = new ManualClock();
    await using limited = await startPlatform({
      clock,
      settings: { limits: { platformMessagesPerHour: 2 } },
    });
    const send = () =>
      limited.call(`POST /rooms/${ROOM}/messages`, {
        body: { sender_id: 'user_123', content: 'x' },
      });
    expect((await send()).status).toBe(201);
    clock.advance(30 * 60_000);
    expect((await send()).status).toBe(201);
    const refused = await send();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1800']);
    clock.advance(30 * 60_000);
    expect((await send()).status).toBe(201);
    expect((await send()).status).toBe(429);
  });

  test('more than five times the message limit of frames closes', async () => {
    await using limited = await startPlatform({
      settings: { limits: { platformMessagesPerMinute: 3 } },
    });
    await using john = await limited.enter('user_123');
    for (let i = 0; i < 15; i++) john.send({ type: 'message', data: { content: 'x' } });
    for (let i = 0; i < 12; i++) await nextOf(john, 'error');
    john.send({ type: 'ping', data: {} });
    expect(await john.closed).toEqual({ code: 4004, reason: 'Rate limit exceeded' });
  });

  test('a fast typist, whose every key stroke is a frame, is none', async () => {
    const room = await platform.makeRoom();
    await using typist = await platform.enter('typist', room);
    await using jane = await platform.enter('user_789', room);
    for (let i = 0; i < 1000; i++) typist.send({ type: 'typing', data: { is_typing: true } });
    await nextOf(typist, 'user_joined');
    expect(await framesUpToNow(typist)).toEqual([]);
    expect(await framesUpToNow(jane)).toHaveLength(1);
    for (let i = 0; i < 5001; i++) typist.send({ type: 'typing', data: { is_typing: true } });
    expect((await typist.closed).code).toBe(4004);
  });
});

describe('one room, any protocol', () => {
  test('lobby and platform clients of a bridged room see each other', async () => {
    const room = await platform.makeRoom({ bridged: true });
    const { body } = await platform.call(`GET /rooms/${room}`);
    await using john = await platform.enter('user_123', room);
    const url = `${platform.server.wsUrl}/ws/chat/bob?room=${body.data.uid}`;
    await using bob = await FrameClient.open(url);
    expect((await nextOf(john, 'user_joined')).data).toMatchObject({
      user_id: 'lobby:bob',
      user_name: 'bob',
      meta: { role: null },
    });
    await bob.next();
    bob.send({ message: 'from the lobby' });
    expect((await nextOf(john, 'message')).data).toMatchObject({
      sender_id: 'lobby:bob',
      sender_name: 'bob',
      content: 'from the lobby',
      meta: {},
    });
    await nextOf(bob, 'message');
    await say(john, 'from the app');
    expect(await nextOf(bob, 'message')).toMatchObject({
      sender: 'John Doe',
      message: 'from the app',
    });
  });

  test('a room that is not bridged is out of reach', async () => {
    const { body } = await platform.call('POST /rooms', { body: { name: 'Own' } });
    const url = `${platform.server.wsUrl}/ws/chat/bob?room=${body.data.uid}`;
    await using bob = await FrameClient.open(url);
    expect((await bob.closed).code).toBe(1008);
  });
});
