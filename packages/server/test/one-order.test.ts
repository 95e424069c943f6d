import { expect, test } from 'vitest';
import { FrameClient } from '../src/testing/frame-client.ts';
import { startTestServer } from '../src/testing/test-server.ts';

const SENDERS = 200;

test('200 who send at once all see one order, changes 1 to n without gap or double', async () => {
  await using server = await startTestServer();
  const clients = await Promise.all(
    Array.from({ length: SENDERS }, (_, i) =>
      FrameClient.open(`${server.wsUrl}/ws/chat/sender-${i}?since=0`),
    ),
  );
  clients.forEach((client, i) => {
    client.send({ message: `${i} first` });
    client.send({ message: `${i} second` });
  });
  const count = 2 * SENDERS;
  const logs = await Promise.all(clients.map((client) => messagesOf(client, count)));
  const [log = []] = logs;
  expect(log.map(({ change }) => change)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  expect(new Set(log.map(({ id }) => id)).size).toBe(count);
  for (const other of logs) expect(other).toEqual(log);
  for (let i = 0; i < SENDERS; i++) {
    const own = log.filter(({ sender }) => sender === `sender-${i}`);
    expect(own.map(({ message }) => message)).toEqual([`${i} first`, `${i} second`]);
  }
  // A later client is sent the same.
  await using late = await FrameClient.open(`${server.wsUrl}/ws/chat/late?since=0`);
  expect(await messagesOf(late, count)).toEqual(log);
  for (const client of clients) client.socket.terminate();
});

/** The next `count` messages, past welcomes, joins and the like. */
async function messagesOf(client: FrameClient, count: number) {
  const messages = [];
  while (messages.length < count) {
    const frame = await client.next();
    if (frame.type === 'message') messages.push(frame);
  }
  return messages;
}
