import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { bodiesOf, ISO, joined, numbered, pair, sendMany, UUID } from './testing/conversation.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

describe('register_user', () => {
  it('is acknowledged', async () => {
    await using client = await EventClient.open(server.url);
    expect(await client.ask('register_user', 'user-uuid-1')).toEqual({
      ok: true,
      userId: 'user-uuid-1',
    });
    expect(client.log).toEqual([]);
  });

  it('may be repeated, without a callback too', async () => {
    await using client = await EventClient.open(server.url);
    client.emit('register_user', 'user-uuid-1');
    expect((await client.ask('register_user', 'user-uuid-1')).ok).toBe(true);
  });

  it('binds the socket to its user', async () => {
    await using client = await EventClient.open(server.url);
    await client.ask('register_user', 'user-uuid-1');
    const message = 'You are signed in as user-uuid-1';
    expect(await client.ask('register_user', 'user-uuid-2')).toEqual({ ok: false, message });
    expect(await client.next('error')).toEqual({ message });
    client.emit('join_chat', { userId: 'user-uuid-2', targetUserId: 'user-uuid-3' });
    expect(await client.next('error')).toEqual({ message });
  });

  it('binds no user when it is refused', async () => {
    await using client = await EventClient.open(server.url);
    expect((await client.ask('register_user', 'no spaces')).ok).toBe(false);
    expect((await client.ask('register_user', 'user-uuid-1')).ok).toBe(true);
  });
});

describe('join_chat', () => {
  it('answers with the room and then its history, keys in the order of the document', async () => {
    const [a, b] = pair();
    await using client = await EventClient.open(server.url);
    const ack = await client.ask('join_chat', { userId: b, targetUserId: a });
    expect(client.log.map(([name]) => name)).toEqual(['room_joined', 'message_history']);
    const joined = await client.next('room_joined');
    expect(Object.keys(joined)).toEqual(['roomId', 'room']);
    expect(Object.keys(joined.room)).toEqual([
      'id',
      'participant1',
      'participant2',
      'created_at',
      'updated_at',
      'last_message_at',
    ]);
    expect(joined.room).toMatchObject({
      id: joined.roomId,
      participant1: a,
      participant2: b,
      created_at: expect.stringMatching(ISO),
      updated_at: expect.stringMatching(ISO),
      last_message_at: null,
    });
    expect(joined.roomId).toMatch(UUID);
    expect(await client.next('message_history')).toEqual({ roomId: joined.roomId, messages: [] });
    expect(ack).toEqual({ ok: true, ...joined });
  });

  it('gives both people one room, no matter who asks', async () => {
    const [a, b] = pair();
    const one = await joined(server, a, b);
    const other = await joined(server, b, a);
    expect(other.roomId).toBe(one.roomId);
  });

  it('gives both people one room when they ask at once', async () => {
    const [a, b] = pair();
    const clients = await Promise.all(
      Array.from({ length: 8 }, () => EventClient.open(server.url)),
    );
    for (const [i, client] of clients.entries())
      client.emit(
        'join_chat',
        i % 2 === 0 ? { userId: a, targetUserId: b } : { userId: b, targetUserId: a },
      );
    const rooms = await Promise.all(clients.map((client) => client.next('room_joined')));
    expect(new Set(rooms.map(({ roomId }) => roomId)).size).toBe(1);
    for (const client of clients) await client[Symbol.asyncDispose]();
  });

  it('orders the participants as strings', async () => {
    await using client = await EventClient.open(server.url);
    client.emit('join_chat', { userId: 'zed', targetUserId: 'Zed' });
    const { room } = await client.next('room_joined');
    expect([room.participant1, room.participant2]).toEqual(['Zed', 'zed']);
  });

  it('sends the last 50 messages, oldest first', async () => {
    const [a, b] = pair();
    const { client, roomId } = await joined(server, a, b);
    await sendMany(client, roomId, a, 60);
    client.emit('join_chat', { userId: a, targetUserId: b });
    const { room } = await client.next('room_joined');
    const { messages } = await client.next('message_history');
    expect(bodiesOf(messages)).toEqual(numbered(11, 60));
    expect(room.last_message_at).toBe(messages.at(-1).created_at);
  });

  it('loses and doubles nothing between the history and what is sent meanwhile', async () => {
    const [a, b] = pair();
    const { client: writer, roomId } = await joined(server, a, b);
    const readers = await Promise.all(
      Array.from({ length: 5 }, () => EventClient.open(server.url)),
    );
    for (let i = 1; i <= 100; i++) {
      writer.emit('send_message', { roomId, senderId: a, body: `m${i}` });
      if (i % 20 === 0) readers[i / 20 - 1]?.emit('join_chat', { userId: b, targetUserId: a });
      if (i % 10 === 0) await writer.next('new_message');
    }
    for (const reader of readers) {
      const bodies = bodiesOf((await reader.next('message_history')).messages);
      while (bodies.at(-1) !== 'm100') bodies.push((await reader.next('new_message')).body);
      expect(bodies).toEqual(numbered(101 - bodies.length, 100));
    }
  });

  it('refuses a conversation with oneself', async () => {
    await using client = await EventClient.open(server.url);
    const message = 'Cannot chat with yourself';
    const same = { userId: 'user-uuid-1', targetUserId: 'user-uuid-1' };
    expect(await client.ask('join_chat', same)).toEqual({ ok: false, message });
    expect(await client.next('error')).toEqual({ message });
  });

  it('lets one socket follow several conversations', async () => {
    const [a, b] = pair();
    const { client, roomId } = await joined(server, a, b);
    client.emit('join_chat', { userId: a, targetUserId: `${b}-too` });
    const second = await client.next('room_joined');
    const other = await joined(server, `${b}-too`, a);
    const first = await joined(server, b, a);
    first.client.emit('send_message', { roomId, senderId: b, body: 'one' });
    other.client.emit('send_message', { roomId: other.roomId, senderId: `${b}-too`, body: 'two' });
    const received = [await client.next('new_message'), await client.next('new_message')];
    expect(new Set(received.map(({ room_id }) => room_id))).toEqual(
      new Set([roomId, second.roomId]),
    );
  });
});
