import { DEFAULT_APP_ID } from '@koine/contract';
import { expect, test } from 'vitest';
import { plainActor, systemActor } from '../../core/actor.ts';
import { FrameClient } from '../../testing/frame-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const una = plainActor(
  { id: 'u1', appId: 'default', name: 'Una', avatarUrl: null, kind: 'registered' },
  '192.0.2.1',
);

function visit(server: TestServer, query = ''): Promise<FrameClient> {
  return FrameClient.open(`${server.wsUrl}/ws${query}`);
}

async function sendText(server: TestServer, content: string) {
  const { core } = server;
  const room = await core.rooms.findPublic('wall');
  const draft = { content, type: 'text', meta: null, clientKey: null, replyTo: null };
  return (await core.messages.send(una, room.id, draft, core.policies.system)).message;
}

test('a client that counts changes gets what it missed instead of everything', async () => {
  await using server = await startTestServer();
  for (const content of ['1', '2', '3']) await sendText(server, content);
  await using client = await visit(server, '?since=2');
  expect(await client.nextText()).toMatch(
    /^{"type":"resumed","data":{"from":2,"to":3},"epoch":"[^"]+","change":2}$/,
  );
  const missed = await client.nextText();
  expect(missed).toMatch(/^{"type":"message","data":{.*"text":"3".*"reactions":{}},"change":3}$/);
  const { id } = JSON.parse(missed).data;
  client.send({ type: 'add_reaction', data: { message_id: id, emoji: '👍' } });
  expect(await client.nextText()).toMatch(/^{"type":"reaction_updated","data":{.*},"change":4}$/);
  client.send({ type: 'send_message', data: { text: '4' } });
  expect(await client.next()).toMatchObject({ data: { text: '4' }, change: 5 });
});

test('a known message that has changed comes again in its latest state; a deleted one does not', async () => {
  await using server = await startTestServer();
  const { messages } = server.core;
  const reacted = await sendText(server, 'reacted');
  const deleted = await sendText(server, 'deleted');
  await messages.react(una, reacted.roomId, reacted.id, '👍');
  await messages.delete(una, deleted.roomId, deleted.id);
  await using client = await visit(server, '?since=2');
  expect(await client.next()).toMatchObject({ type: 'resumed', data: { from: 2, to: 4 } });
  expect(await client.next()).toMatchObject({
    data: { id: reacted.id, reactions: { '👍': ['u1'] } },
    change: 3,
  });
  client.send({ type: 'send_message', data: { text: 'live' } });
  expect(await client.next()).toMatchObject({ data: { text: 'live' }, change: 5 });
});

test('a number from the future means: reload', async () => {
  await using server = await startTestServer();
  await using client = await visit(server, '?since=1');
  expect(await client.nextText()).toMatch(
    /^{"type":"resync","data":{},"epoch":"[^"]+","change":0}$/,
  );
  client.send({ type: 'send_message', data: { text: 'live' } });
  expect(await client.next()).toMatchObject({ data: { text: 'live' }, change: 1 });
});

test('a since that is no number is refused', async () => {
  await using server = await startTestServer();
  await using client = await visit(server, '?since=x');
  expect(await client.nextText()).toBe('{"type":"error","data":{"error":"Invalid since"}}');
  expect(await client.closed).toEqual({ code: 1008, reason: 'Invalid since' });
});

test('what a client held plus what it then received is what a fresh one gets, after every command', async () => {
  await using server = await startTestServer({
    settings: {
      limits: { reactionsMessagesPerMinute: 1_000_000, reactionsTogglesPerMinute: 1_000_000 },
    },
  });
  await using held = await visit(server);
  const wall = new Map<string, unknown>();
  const emojis = ['👍', '🎉', '❤️'];
  const ids: string[] = [];
  for (let i = 0; i < 60; i++) {
    const isMessage = i % 3 === 0;
    const target = ids[(i * 7) % Math.max(ids.length, 1)];
    held.send(
      isMessage || target === undefined
        ? { type: 'send_message', data: { text: `m${i}`, author_name: `n${i % 4}` } }
        : {
            type: 'add_reaction',
            data: { message_id: target, emoji: emojis[(i * 5) % emojis.length] },
          },
    );
    const { type, data } = await held.next();
    if (type === 'message') ids.push(data.id);
    if (type === 'message') wall.set(data.id, data);
    else wall.set(data.message_id, data.message);
    if (i % 10 !== 9) continue;
    await using fresh = await visit(server);
    const replayed = await fresh.take(wall.size);
    expect(new Map(replayed.map(({ data }) => [data.id, data]))).toEqual(wall);
    await using resumed = await visit(server, '?since=0');
    const { to } = (await resumed.next()).data;
    const again = new Map<string, unknown>();
    // A message that was reacted to comes twice: at the number of its creation, and at that of its latest change.
    for (let change = 0; change < to; ) {
      const frame = await resumed.next();
      expect(frame.change).toBeGreaterThan(change);
      again.set(frame.data.id, frame.data);
      change = frame.change;
    }
    expect(again).toEqual(wall);
  }
});

test('a ban holds on resume', async () => {
  await using server = await startTestServer();
  const { roomId } = await sendText(server, 'secret');
  await server.core.moderation.sanction(systemActor(DEFAULT_APP_ID), roomId, {
    kind: 'ban',
    target: 'ip:127.0.0.1',
    durationMs: null,
    reason: '',
  });
  await using client = await visit(server, '?since=0');
  expect(await client.next()).toEqual({ type: 'error', data: { error: 'You are banned' } });
  expect(await client.closed).toMatchObject({ code: 1008 });
  expect(client.pending).toEqual([]);
});
