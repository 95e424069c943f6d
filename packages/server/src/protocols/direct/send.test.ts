import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { ISO, joined, pair, UUID } from './testing/conversation.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

describe('send_message', () => {
  it('reaches every joined socket of both, the sender too', async () => {
    const [a, b] = pair();
    const clients = [
      await joined(server, a, b),
      await joined(server, a, b),
      await joined(server, b, a),
      await joined(server, b, a),
    ];
    const [sender] = clients;
    const roomId = sender?.roomId;
    const sent = { roomId, senderId: a, body: '  Hello world!\n' };
    const ack = await sender?.client.ask('send_message', sent);
    for (const { client } of clients) {
      const message = await client.next('new_message');
      expect(Object.keys(message)).toEqual(['id', 'room_id', 'sender_id', 'body', 'created_at']);
      expect(message).toEqual({
        id: expect.stringMatching(UUID),
        room_id: roomId,
        sender_id: a,
        body: 'Hello world!',
        created_at: expect.stringMatching(ISO),
      });
      expect(ack).toEqual({ ok: true, message });
    }
  });

  it('updates the list of the receiver only, on every personal channel', async () => {
    const [a, b] = pair();
    const phones = [await EventClient.open(server.url), await EventClient.open(server.url)];
    for (const phone of phones) await phone.ask('register_user', b);
    const { client: sender, roomId } = await joined(server, a, b);
    await sender.ask('register_user', a);
    const { message } = await sender.ask('send_message', { roomId, senderId: a, body: 'psst' });
    for (const phone of phones) {
      const update = await phone.next('chat_list_update');
      expect(Object.keys(update)).toEqual(['room_id', 'last_message', 'sender_id', 'updated_at']);
      expect(update).toEqual({
        room_id: roomId,
        last_message: 'psst',
        sender_id: a,
        updated_at: message.created_at,
      });
      expect(phone.log).toHaveLength(1);
    }
    await sender.ask('register_user', a);
    expect(sender.log.map(([name]) => name)).not.toContain('chat_list_update');
  });

  it('keeps the order of one client', async () => {
    const [a, b] = pair();
    const { client, roomId } = await joined(server, a, b);
    const bodies = Array.from({ length: 50 }, (_, i) => `m${i}`);
    for (const body of bodies) client.emit('send_message', { roomId, senderId: a, body });
    const received = [];
    for (const _ of bodies) received.push((await client.next('new_message')).body);
    expect(received).toEqual(bodies);
  });

  it('takes 4,000 characters after trimming, however many bytes they are', async () => {
    const [a, b] = pair();
    const { client, roomId } = await joined(server, a, b);
    const body = '🙂'.repeat(4000);
    const sent = await client.ask('send_message', { roomId, senderId: a, body: `  ${body}  ` });
    expect(sent.message.body).toBe(body);
    const message = 'Message too long (max 4000 characters)';
    expect(await client.ask('send_message', { roomId, senderId: a, body: `${body}x` })).toEqual({
      ok: false,
      message,
    });
    expect(await client.next('error')).toEqual({ message });
  });

  it.each(['', '   ', '\n\t'])('refuses the empty text %j', async (body) => {
    const [a, b] = pair();
    const { client, roomId } = await joined(server, a, b);
    client.emit('send_message', { roomId, senderId: a, body });
    expect(await client.next('error')).toEqual({ message: 'Message cannot be empty' });
  });

  it('refuses to send as the other one', async () => {
    const [a, b] = pair();
    const { client, roomId } = await joined(server, a, b);
    client.emit('send_message', { roomId, senderId: b, body: 'hi' });
    expect(await client.next('error')).toEqual({ message: `You are signed in as ${a}` });
  });

  it('sends a message with a key once, however often it is asked for', async () => {
    const [a, b] = pair();
    const { client, roomId } = await joined(server, a, b);
    const draft = { roomId, senderId: a, body: 'once', client_key: 'k1' };
    const first = await client.ask('send_message', draft);
    const again = await client.ask('send_message', { ...draft, body: 'twice' });
    expect(again).toEqual(first);
    expect(client.log.filter(([name]) => name === 'new_message')).toHaveLength(1);
  });
});

describe('the rate limit', () => {
  it('is 120 messages a minute for one user, over all sockets', async () => {
    const [a, b] = pair();
    const one = await joined(server, a, b);
    const two = await joined(server, a, b);
    const { roomId } = one;
    for (let i = 0; i < 120; i++)
      (i % 2 === 0 ? one : two).client.emit('send_message', { roomId, senderId: a, body: 'x' });
    for (let i = 0; i < 120; i++) await one.client.next('new_message');
    const message = 'Rate limit exceeded. Maximum 120 messages per minute.';
    for (const { client } of [one, two]) {
      const refused = await client.ask('send_message', { roomId, senderId: a, body: 'x' });
      expect(refused).toEqual({ ok: false, message });
    }
    const { client } = await joined(server, b, a);
    expect((await client.ask('send_message', { roomId, senderId: b, body: 'x' })).ok).toBe(true);
  });
});
