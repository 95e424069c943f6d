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
  server = await startTestServer({ settings: { limits: { directMessagesPerMinute: 1_000_000 } } });
});
afterAll(() => server[Symbol.asyncDispose]());

const open = (since: unknown) => EventClient.open(server.url, { auth: { since } });

describe('a client that asks for change numbers', () => {
  it('gets them with the history and with each message', async () => {
    const [a, b] = pair();
    await using client = await open({});
    const { roomId } = await client.ask('join_chat', { userId: a, targetUserId: b });
    expect((await client.next('message_history')).change).toBe(0);
    await client.ask('send_message', { roomId, senderId: a, body: 'hi' });
    expect(Object.keys(await client.next('new_message')).at(-1)).toBe('change');
    client.emit('join_chat', { userId: a, targetUserId: b });
    expect((await client.next('message_history')).change).toBe(1);
  });

  it('gets everything since, once, in order, marked, and then live messages', async () => {
    const [a, b] = pair();
    const { client: writer, roomId } = await joined(server, a, b);
    await sendMany(writer, roomId, a, 300);
    await using client = await open({ [roomId]: 10 });
    client.emit('join_chat', { userId: b, targetUserId: a });
    for (let i = 301; i <= 330; i++)
      writer.emit('send_message', { roomId, senderId: a, body: `m${i}` });
    const messages = [];
    for (let i = 11; i <= 330; i++) messages.push(await client.next('new_message'));
    expect(bodiesOf(messages)).toEqual(numbered(11, 330));
    expect(messages.map(({ change }) => change)).toEqual(
      Array.from({ length: 320 }, (_, i) => i + 11),
    );
    const [first, second, third] = client.log.map(([name]) => name);
    expect([first, second, third]).toEqual(['room_joined', 'resumed', 'new_message']);
    const resumed = await client.next('resumed');
    expect(resumed).toMatchObject({ roomId, from: 10 });
    expect(resumed.to).toBeGreaterThanOrEqual(300);
  });

  it('gets a mark only, when it has missed nothing', async () => {
    const [a, b] = pair();
    const { client: writer, roomId } = await joined(server, a, b);
    await sendMany(writer, roomId, a, 3);
    await using client = await open({ [roomId]: 3 });
    await client.ask('join_chat', { userId: b, targetUserId: a });
    expect(client.log.slice(1)).toEqual([
      ['resumed', { roomId, from: 3, to: 3, epoch: expect.any(String), change: 3 }],
    ]);
  });

  it('is not told of what it has no word for', async () => {
    const [a, b] = pair();
    const { client: writer, roomId } = await joined(server, a, b);
    const ids = [];
    for (const body of ['m1', 'm2', 'm3'])
      ids.push((await writer.ask('send_message', { roomId, senderId: a, body })).message.id);
    await deleteMessage(server, a, roomId, ids[0]);
    await deleteMessage(server, a, roomId, ids[1]);
    await using client = await open({ [roomId]: 1 });
    await client.ask('join_chat', { userId: b, targetUserId: a });
    expect(await client.next('resumed')).toEqual({
      roomId,
      from: 1,
      to: 5,
      epoch: expect.any(String),
      change: 1,
    });
    expect((await client.next('new_message')).body).toBe('m3');
    expect(client.log).toHaveLength(3);
  });

  it('must reload when its number is from the future, and can', async () => {
    const [a, b] = pair();
    const { client: writer, roomId } = await joined(server, a, b);
    await sendMany(writer, roomId, a, 2);
    await using client = await open({ [roomId]: 99 });
    await client.ask('join_chat', { userId: b, targetUserId: a });
    expect(client.log.slice(1)).toEqual([
      ['resync', { roomId, epoch: expect.any(String), change: 2 }],
    ]);
    client.emit('join_chat', { userId: b, targetUserId: a });
    expect(bodiesOf((await client.next('message_history')).messages)).toEqual(['m1', 'm2']);
  });

  it('cannot resume a room of others', async () => {
    const [a, b] = pair();
    const { roomId } = await joined(server, a, b);
    await using client = await open({ [roomId]: 0 });
    await client.ask('join_chat', { userId: `${a}-x`, targetUserId: `${b}-x` });
    expect(client.log.map(([name]) => name)).toEqual(['room_joined', 'message_history']);
  });

  it.each([7, 'x', [], { room: -1 }, { room: 1.5 }, { room: '1' }, { room: null }])(
    'is refused with since %j',
    async (since) => {
      const text = 'since must be an object of change numbers by room id';
      await expect(open(since)).rejects.toThrow(text);
    },
  );
});
