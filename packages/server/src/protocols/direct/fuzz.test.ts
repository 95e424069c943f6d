import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { joined } from './testing/conversation.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: { directMessagesPerMinute: 1_000_000 } } });
});
afterAll(() => server[Symbol.asyncDispose]());

describe('whatever a client sends', () => {
  it('may have any number of arguments, bytes and unknown events among them', async () => {
    await using client = await EventClient.open(server.url);
    client.emit('register_user');
    expect((await client.next('error')).message).toMatch(/^user id must be/);
    client.emit('register_user', { deep: nested(200) }, 2, 3);
    expect((await client.next('error')).message).toMatch(/^user id must be/);
    client.emit('no_such_event', 'x');
    client.emit('send_message', null, null);
    expect((await client.next('error')).message).toBe('payload must be an object');
    expect((await client.ask('register_user', 'ada')).ok).toBe(true);
  });

  it('is stored as well-formed text', async () => {
    const { client, roomId } = await joined(server, 'ada', 'lone');
    const sent = await client.ask('send_message', { roomId, senderId: 'ada', body: 'a\ud800b' });
    expect(sent.message.body).toBe('a\ufffdb');
  });
});

function nested(depth: number): unknown {
  return depth === 0 ? 0 : [nested(depth - 1)];
}
