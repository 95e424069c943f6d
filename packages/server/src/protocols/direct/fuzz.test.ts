import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { joined } from './testing/conversation.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: { directMessagesPerMinute: 1_000_000 } } });
});
afterAll(() => server[Symbol.asyncDispose]());

const event = fc.constantFrom('register_user', 'join_chat', 'send_message', 'fetch_messages');
const key = fc.constantFrom(
  'userId',
  'targetUserId',
  'roomId',
  'senderId',
  'body',
  'limit',
  '__proto__',
);
const payload = fc.oneof(
  fc.jsonValue({ noUnicodeString: false }),
  fc.dictionary(key, fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double()), {
    noNullPrototype: true,
  }),
);

describe('whatever a client sends', () => {
  it('is answered or refused in words, and harms nobody', async () => {
    const { client: ada, roomId } = await joined(server, 'ada', 'grace');
    const { client: grace } = await joined(server, 'grace', 'ada');
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(event, payload), { maxLength: 8 }), async (events) => {
        await using client = await EventClient.open(server.url);
        for (const [name, args] of events) {
          const answer = await client.ask(name, args);
          if (answer.ok === true) continue;
          expect(answer).toEqual({ ok: false, message: expect.stringMatching(/\S/) });
          expect(await client.next('error')).toEqual({ message: answer.message });
        }
        expect(client.socket.connected).toBe(true);
        const body = `still here ${count++}`;
        ada.emit('send_message', { roomId, senderId: 'ada', body });
        expect((await grace.next('new_message')).body).toBe(body);
      }),
      { numRuns: 150 },
    );
  });

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
