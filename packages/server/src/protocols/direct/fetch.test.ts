import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import {
  bodiesOf,
  deleteMessage,
  joined,
  numbered,
  pair,
  sendMany,
} from './testing/conversation.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

describe('fetch_messages', () => {
  it('pages back to the first message, by the next offset of each answer', async () => {
    const [a, b] = pair();
    const { client, roomId } = await joined(server, a, b);
    await sendMany(client, roomId, a, 45);
    let list: { body: string }[] = [];
    const offsets = [];
    for (let offset = 0; ; ) {
      const ack = await client.ask('fetch_messages', { roomId, offset });
      const page = await client.next('more_messages');
      expect(Object.keys(page)).toEqual(['roomId', 'messages', 'offset']);
      expect(ack).toEqual({ ok: true, ...page });
      expect(page.roomId).toBe(roomId);
      list = [...page.messages, ...list];
      offset = page.offset;
      offsets.push(offset);
      if (page.messages.length === 0) break;
    }
    expect(offsets).toEqual([20, 40, 45, 45]);
    expect(bodiesOf(list)).toEqual(numbered(1, 45));
  });

  it('knows a room by its id in any case of letters, as sending does', async () => {
    const [a, b] = pair();
    const { client, roomId } = await joined(server, a, b);
    const written = roomId.toUpperCase();
    const sent = await client.ask('send_message', { roomId: written, senderId: a, body: 'hi' });
    expect(sent.message.room_id).toBe(roomId);
    const page = await client.ask('fetch_messages', { roomId: written });
    expect([page.roomId, ...bodiesOf(page.messages)]).toEqual([roomId, 'hi']);
  });

  it('takes a limit from 1 to 100', async () => {
    const [a, b] = pair();
    const { client, roomId } = await joined(server, a, b);
    await sendMany(client, roomId, a, 110);
    const most = await client.ask('fetch_messages', { roomId, limit: 100 });
    expect(bodiesOf(most.messages)).toEqual(numbered(11, 110));
    const one = await client.ask('fetch_messages', { roomId, limit: 1, offset: 109 });
    expect(bodiesOf(one.messages)).toEqual(['m1']);
    for (const limit of [0, 101]) {
      client.emit('fetch_messages', { roomId, limit });
      expect(await client.next('error')).toEqual({
        message: 'limit must be a whole number from 1 to 100',
      });
    }
  });

  it('leaves deleted messages out, and does not count them', async () => {
    const [a, b] = pair();
    const { client, roomId } = await joined(server, a, b);
    const ids = [];
    for (const body of ['m1', 'm2', 'm3', 'm4', 'm5'])
      ids.push((await client.ask('send_message', { roomId, senderId: a, body })).message.id);
    await deleteMessage(server, a, roomId, ids[3]);
    const page = await client.ask('fetch_messages', { roomId, limit: 2, offset: 1 });
    expect(bodiesOf(page.messages)).toEqual(['m2', 'm3']);
    expect(page.offset).toBe(3);
    const other = await EventClient.open(server.url);
    other.emit('join_chat', { userId: b, targetUserId: a });
    expect(bodiesOf((await other.next('message_history')).messages)).toEqual([
      'm1',
      'm2',
      'm3',
      'm5',
    ]);
  });
});

describe('a room of others', () => {
  const unknown = '0198c1de-7d6a-7a52-8a51-1f0e9c3b2d41';

  it('is not found, in the same words as one that does not exist', async () => {
    const [a, b] = pair();
    const { roomId } = await joined(server, a, b);
    const { client } = await joined(server, `${a}-x`, `${b}-x`);
    const { id: lobby } = await server.core.rooms.findPublic('lobby');
    for (const id of [roomId, unknown, lobby, '', "' OR 1=1 --", '\u0000']) {
      for (const [event, payload] of [
        ['send_message', { roomId: id, senderId: `${a}-x`, body: 'hi' }],
        ['fetch_messages', { roomId: id }],
      ] as const) {
        const message = 'Room not found';
        expect(await client.ask(event, payload)).toEqual({ ok: false, message });
        expect(await client.next('error')).toEqual({ message });
      }
    }
  });

  it('is not found by an unbound socket', async () => {
    const [a, b] = pair();
    const { roomId } = await joined(server, a, b);
    await using client = await EventClient.open(server.url);
    client.emit('send_message', { roomId, senderId: a, body: 'hi' });
    expect(await client.next('error')).toEqual({ message: 'Room not found' });
    client.emit('fetch_messages', { roomId });
    expect(await client.next('error')).toEqual({ message: 'Room not found' });
  });
});
