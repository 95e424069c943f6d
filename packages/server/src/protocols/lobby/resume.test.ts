import { DEFAULT_APP_ID } from '@koine/contract';
import { expect, test } from 'vitest';
import { plainActor, systemActor } from '../../core/actor.ts';
import { FrameClient } from '../../testing/frame-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const system = systemActor(DEFAULT_APP_ID);
const una = plainActor(
  { id: 'u1', appId: 'default', name: 'Una', avatarUrl: null, kind: 'registered' },
  '192.0.2.1',
);

function visit(server: TestServer, clientId: string, query = ''): Promise<FrameClient> {
  return FrameClient.open(`${server.wsUrl}/ws/chat/${clientId}${query}`);
}

async function sendText(server: TestServer, content: string) {
  const room = await server.core.rooms.findPublic('lobby');
  const draft = { content, type: 'text', meta: null, clientKey: null, replyTo: null };
  const { message } = await server.core.messages.send(
    una,
    room.id,
    draft,
    server.core.policies.system,
  );
  return message;
}

test('a client that counts changes gets all that it missed, once, and then live frames', async () => {
  await using server = await startTestServer();
  for (const content of ['1', '2', '3', '4']) await sendText(server, content);
  await using client = await visit(server, 'alice', '?since=2');
  expect(await client.next()).toMatchObject({ message: 'Welcome to the chat, alice!' });
  expect(await client.nextText()).toMatch(
    /^{"type":"resumed","from":2,"to":4,"timestamp":"[^"]{26}","epoch":"[^"]+","change":2}$/,
  );
  await sendText(server, '5');
  const frames = await client.take(3);
  expect(frames.map(({ message, change }) => [message, change])).toEqual([
    ['3', 3],
    ['4', 4],
    ['5', 5],
  ]);
  expect(Object.keys(frames[0])).toEqual([
    'type',
    'sender',
    'message',
    'timestamp',
    'id',
    'change',
  ]);
});

test('a client that missed nothing is notified of that', async () => {
  await using server = await startTestServer();
  await sendText(server, '1');
  await using client = await visit(server, 'alice', '?since=1');
  await client.next();
  expect(await client.next()).toMatchObject({ type: 'resumed', from: 1, to: 1 });
  client.send({ message: 'live' });
  expect(await client.next()).toMatchObject({ message: 'live', change: 2 });
});

test('joined and left are no changes: they have no number', async () => {
  await using server = await startTestServer();
  await using client = await visit(server, 'alice', '?since=0');
  await client.take(2);
  await using _ = await visit(server, 'bob');
  const joined = await client.next();
  expect(Object.keys(joined)).toEqual(['type', 'message', 'timestamp', 'online_users']);
});

test('of what changed meanwhile only new messages are sent, in their latest state', async () => {
  await using server = await startTestServer();
  const { messages, policies } = server.core;
  const known = await sendText(server, 'known');
  const edited = await sendText(server, 'edited');
  const deleted = await sendText(server, 'deleted');
  const { roomId } = known;
  await messages.react(una, roomId, known.id, '👍');
  await messages.edit(una, roomId, edited.id, 'edited well', null, policies.system);
  await messages.delete(una, roomId, deleted.id);
  await using client = await visit(server, 'alice', '?since=1');
  await client.next();
  expect(await client.next()).toMatchObject({ type: 'resumed', from: 1, to: 6 });
  expect(await client.next()).toMatchObject({ message: 'edited well', change: 2 });
  client.send({ message: 'live' });
  expect(await client.next()).toMatchObject({ message: 'live', change: 7 });
});

test('a number from the future means: reload', async () => {
  await using server = await startTestServer();
  await sendText(server, '1');
  await using client = await visit(server, 'alice', '?since=2');
  await client.next();
  expect(await client.nextText()).toMatch(
    /^{"type":"resync","timestamp":"[^"]{26}","epoch":"[^"]+","change":1}$/,
  );
  await sendText(server, '2');
  expect(await client.next()).toMatchObject({ message: '2', change: 2 });
});

test.each(['-1', '1.5', 'x', ''])('since=%s is refused', async (since) => {
  await using server = await startTestServer();
  await using client = await visit(server, 'alice', `?since=${since}`);
  expect(await client.next()).toMatchObject({ type: 'error', message: 'Invalid since' });
  expect(await client.closed).toEqual({ code: 1008, reason: 'Invalid since' });
});

test('a ban holds on resume', async () => {
  await using server = await startTestServer();
  const { roomId } = await sendText(server, 'secret');
  await server.core.moderation.sanction(system, roomId, {
    kind: 'ban',
    target: 'user:lobby:alice',
    durationMs: null,
    reason: '',
  });
  await using client = await visit(server, 'alice', '?since=0');
  expect(await client.next()).toMatchObject({ type: 'error', message: 'You are banned' });
  expect(await client.closed).toMatchObject({ code: 1008 });
  expect(client.pending).toEqual([]);
});

test('cut at any point, what was seen before and after adds up to the whole', async () => {
  await using server = await startTestServer({
    settings: { limits: { lobbyMessagesPerMinute: 1_000_000 } },
  });
  await using writer = await visit(server, 'writer');
  await writer.next();
  const seen: { readonly id: string; readonly change: number }[] = [];
  let sent = 0;
  for (let round = 0; round < 8; round++) {
    const since = seen.at(-1)?.change ?? 0;
    await using reader = await visit(server, 'reader', `?since=${since}`);
    await reader.take(2);
    for (let i = 0; i < 50; i++) writer.send({ message: `m${sent++}` });
    // Leaves with some of it unread.
    seen.push(...(await reader.take(20 + round)));
    expect(seen.map(({ change }) => change)).toEqual(seen.map((_, i) => i + 1));
  }
  await using reader = await visit(server, 'reader', '?since=0');
  await reader.take(2);
  expect((await reader.take(400)).slice(0, seen.length)).toEqual(seen);
});

test('a client that held what it got and then receives every event has what a fresh one gets', async () => {
  await using server = await startTestServer();
  await using held = await visit(server, 'held', '?since=0');
  await held.take(2);
  const contents = Array.from({ length: 30 }, (_, i) => `m${i}`);
  for (const message of contents) held.send({ message });
  const state = await held.take(contents.length);
  await using fresh = await visit(server, 'fresh', '?since=0');
  await fresh.take(2);
  expect(await fresh.take(contents.length)).toEqual(state);
});
