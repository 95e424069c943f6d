import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { bodiesOf, joined, pair, sendMany } from './testing/conversation.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const open = (since: unknown) => EventClient.open(server.url, { auth: { since } });

test('a client that must reload does so by joining again', async () => {
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

test('a client cannot resume a room of others', async () => {
  const [a, b] = pair();
  const { roomId } = await joined(server, a, b);
  await using client = await open({ [roomId]: 0 });
  await client.ask('join_chat', { userId: `${a}-x`, targetUserId: `${b}-x` });
  expect(client.log.map(([name]) => name)).toEqual(['room_joined', 'message_history']);
});
