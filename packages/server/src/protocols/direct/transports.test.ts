import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { pair } from './testing/conversation.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const TRANSPORTS: Record<string, string[]> = {
  websocket: ['websocket'],
  polling: ['polling'],
  'polling, then upgraded': ['polling', 'websocket'],
};

describe('two users', () => {
  it.each(Object.entries(TRANSPORTS))('talk over %s', async (name, transports) => {
    const [a, b] = pair();
    await using ada = await EventClient.open(server.url, { transports });
    await using grace = await EventClient.open(server.url, { transports });
    if (name.includes('upgraded')) await Promise.all([upgraded(ada), upgraded(grace)]);
    await grace.ask('register_user', b);
    const { roomId } = await ada.ask('join_chat', { userId: a, targetUserId: b });
    await ada.ask('send_message', { roomId, senderId: a, body: 'before you came' });
    expect((await grace.next('chat_list_update')).last_message).toBe('before you came');

    await grace.ask('join_chat', { userId: b, targetUserId: a });
    expect((await grace.next('message_history')).messages).toHaveLength(1);
    await ada.next('new_message');
    for (let i = 0; i < 20; i++) {
      const [sender, senderId] = i % 2 === 0 ? [ada, a] : [grace, b];
      sender.emit('send_message', { roomId, senderId, body: `m${i}` });
      const received = [await ada.next('new_message'), await grace.next('new_message')];
      expect(received[0]).toEqual(received[1]);
      expect(received[0].body).toBe(`m${i}`);
    }
    const page = await grace.ask('fetch_messages', { roomId, limit: 21 });
    expect(page.messages).toHaveLength(21);
    expect(ada.socket.io.engine.transport.name).toBe(name === 'polling' ? 'polling' : 'websocket');
  });

  it('talk across transports', async () => {
    const [a, b] = pair();
    await using ada = await EventClient.open(server.url, { transports: ['polling'] });
    await using grace = await EventClient.open(server.url);
    const { roomId } = await ada.ask('join_chat', { userId: a, targetUserId: b });
    await grace.ask('join_chat', { userId: b, targetUserId: a });
    grace.emit('send_message', { roomId, senderId: b, body: 'to polling' });
    ada.emit('send_message', { roomId, senderId: a, body: 'to websocket' });
    const received = async (client: EventClient) =>
      [await client.next('new_message'), await client.next('new_message')].map(({ id }) => id);
    expect(await received(ada)).toEqual(await received(grace));
  });
});

function upgraded(client: EventClient): Promise<void> {
  const { engine } = client.socket.io;
  if (engine.transport.name === 'websocket') return Promise.resolve();
  return new Promise((resolve) => engine.once('upgrade', () => resolve()));
}
