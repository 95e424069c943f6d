import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../../core/actor.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { meet, sendText } from './testing/people.ts';
import {
  framesUpToNow,
  nextOf,
  type PlatformServer,
  ROOM,
  startPlatform,
} from './testing/platform-server.ts';
import { INVALID_FRAMES } from './testing/vectors.ts';

const UUID = /^[0-9a-f-]{36}$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

describe("the document's requests", () => {
  test('ping is answered with pong', async () => {
    await using pair = await meet(platform);
    const { room, john } = pair;
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
    await using pair = await meet(platform);
    const { room, john } = pair;
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
    await using pair = await meet(platform);
    const { room, john, jane } = pair;
    await using otherWindow = await platform.enter('user_123', room);
    john.send({ type: 'typing', data: { is_typing: true } });
    john.send({ type: 'typing', data: { is_typing: true } });
    john.send({ type: 'typing', data: { is_typing: false } });
    expect(await framesUpToNow(john)).toEqual([]);
    const [start, ...more] = await framesUpToNow(jane);
    expect(start).toEqual({
      type: 'typing',
      data: { user_id: 'user_123', user_name: 'John Doe', is_typing: true },
      timestamp: expect.stringMatching(ISO),
      room_id: room,
    });
    expect(more).toEqual([]);
    // One edge passes in a second, and the last state arrives.
    const stop = await nextOf(jane, 'typing');
    expect(stop.data).toEqual({ user_id: 'user_123', user_name: 'John Doe', is_typing: false });
    expect(await framesUpToNow(otherWindow)).toEqual([]);
  });

  test('typing ends with a message, and with leaving', async () => {
    await using pair = await meet(platform);
    const { john, jane } = pair;
    john.send({ type: 'typing', data: { is_typing: true } });
    await sendText(john, 'done');
    const frames = await framesUpToNow(jane);
    expect(frames.map(({ type, data }) => [type, data.is_typing])).toEqual([
      ['typing', true],
      ['typing', false],
      ['message', undefined],
    ]);
    john.send({ type: 'typing', data: { is_typing: true } });
    expect((await nextOf(jane, 'typing')).data.is_typing).toBe(true);
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
  test('a message goes to all, the sender too, then the sender is notified that it is stored', async () => {
    await using pair = await meet(platform);
    const { room, john, jane } = pair;
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
    await using pair = await meet(platform);
    const { john, jane } = pair;
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
    await using pair = await meet(platform);
    const { john, jane } = pair;
    john.send({ type: 'message', data: { ...data, client_key: 'k' } });
    expect((await john.next()).data).toEqual({ code, message, ref: 'k' });
    expect(await framesUpToNow(jane)).toEqual([]);
    await sendText(john, 'still here');
  });

  test('4,000 code points are allowed', async () => {
    await using pair = await meet(platform);
    const { john, jane } = pair;
    const content = '😀'.repeat(4000);
    await sendText(john, content);
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
    await using pair = await meet(platform);
    const { room, john, jane } = pair;
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
    await sendText(jane, 'hello?');
    expect((await john.next()).data.content).toBe('hello?');
  });
});

describe('beyond the document', () => {
  test('edit, to all and acknowledged', async () => {
    await using pair = await meet(platform);
    const { room, john, jane } = pair;
    const id = await sendText(john, 'Typo');
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
    await using pair = await meet(platform);
    const { room, john, jane } = pair;
    const id = await sendText(john, 'Oops');
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
    await using pair = await meet(platform);
    const { room, john, jane } = pair;
    const id = await sendText(john, 'Like me');
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
    await using pair = await meet(platform);
    const { john, jane } = pair;
    const id = await sendText(john, 'Mine');
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
    await using pair = await meet(platform);
    const { john } = pair;
    await using other = await meet(platform);
    for (const id of [await sendText(other.john, 'elsewhere'), 'no-such-id', '']) {
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
    await using pair = await meet(platform);
    const { room, john, jane } = pair;
    const first = await sendText(john, '1');
    const second = await sendText(john, '2');
    for (const [id, seq] of [
      [second, 2],
      [first, 2],
    ] as const) {
      jane.send({ type: 'read', data: { message_id: id } });
      expect((await nextOf(jane, 'ack')).data).toEqual({ client_key: null, id, seq });
    }
    const member = await platform.server.core.members.get(systemActor('sandbox'), room, {
      appId: 'sandbox',
      id: 'user_789',
    });
    expect(member.lastReadSeq).toBe(2);
  });

  test('a purge is sent', async () => {
    await using pair = await meet(platform);
    const { room, john, jane } = pair;
    await sendText(john, '1');
    await platform.server.core.messages.purge(systemActor('sandbox'), room);
    expect(await nextOf(jane, 'room_purged')).toEqual({
      type: 'room_purged',
      data: { purged_by: 'system' },
      timestamp: expect.stringMatching(ISO),
      room_id: room,
    });
  });
});
