/** Half-open connections do not lock out the user whose they are. */
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { FrameClient } from '../src/testing/frame-client.ts';
import { startTestServer } from '../src/testing/test-server.ts';
import { SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { RawSocket } from './clients/raw-socket.ts';

const MAX = 3;
const settings = { limits: { platformConnectionsPerUser: MAX, halfOpenAnswerMs: 300 } };
const path = `/ws/${SANDBOX_ROOM}?token=${SANDBOX_KEY}&user_id=ada`;

it('the oldest that does not answer makes room for the newcomer', async () => {
  await using server = await startTestServer({ settings });
  // A raw socket answers no ping.
  const silent: RawSocket[] = [];
  for (let i = 0; i < MAX - 1; i++) {
    const raw = await RawSocket.upgrade(`${server.wsUrl}${path}`);
    await raw.until(() => raw.texts.length > 0);
    silent.push(raw);
  }
  await using alive = await FrameClient.open(`${server.wsUrl}${path}`);
  await alive.next();
  await using newcomer = await FrameClient.open(`${server.wsUrl}${path}`);
  expect(await newcomer.next()).toMatchObject({ type: 'connection_status' });
  await silent[0]?.closed;
  expect(alive.socket.readyState).toBe(WebSocket.OPEN);
  // The next one gets the other's place, and the one after it none: all that are left are alive.
  await using second = await FrameClient.open(`${server.wsUrl}${path}`);
  expect(await second.next()).toMatchObject({ type: 'connection_status' });
  await using third = await FrameClient.open(`${server.wsUrl}${path}`);
  expect((await third.closed).code).toBe(4004);
  for (const raw of silent) await raw[Symbol.asyncDispose]();
});

it('when all answer, the newcomer is refused with 4004', async () => {
  await using server = await startTestServer({ settings });
  const clients: FrameClient[] = [];
  for (let i = 0; i < MAX; i++) {
    const client = await FrameClient.open(`${server.wsUrl}${path}`);
    await client.next();
    clients.push(client);
  }
  await using newcomer = await FrameClient.open(`${server.wsUrl}${path}`);
  expect((await newcomer.closed).code).toBe(4004);
  for (const { socket } of clients) expect(socket.readyState).toBe(WebSocket.OPEN);
  await clients[0]?.close();
  await using next = await FrameClient.open(`${server.wsUrl}${path}`);
  expect(await next.next()).toMatchObject({ type: 'connection_status' });
  for (const client of clients) await client[Symbol.asyncDispose]();
});

it('many newcomers at once take the places of the dead, and no more', async () => {
  await using server = await startTestServer({ settings });
  const silent: RawSocket[] = [];
  for (let i = 0; i < MAX; i++) {
    const raw = await RawSocket.upgrade(`${server.wsUrl}${path}`);
    await raw.until(() => raw.texts.length > 0);
    silent.push(raw);
  }
  const newcomers = await Promise.all(
    Array.from({ length: MAX + 2 }, () => FrameClient.open(`${server.wsUrl}${path}`)),
  );
  const outcomes = await Promise.all(
    newcomers.map((client) =>
      Promise.race([client.next().then(() => 'in'), client.closed.then(({ code }) => code)]),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(MAX);
  expect(outcomes.filter((outcome) => outcome === 4004)).toHaveLength(2);
  for (const client of [...silent, ...newcomers]) await client[Symbol.asyncDispose]();
});
