import { randomUUID } from 'node:crypto';
import { DEFAULT_APP_ID } from '@koine/contract';
import { expect, test } from 'vitest';
import { plainActor, systemActor } from '../../core/actor.ts';
import { roomDraft } from '../../core/rooms.ts';
import { FrameClient } from '../../testing/frame-client.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { sendText } from '../../testing/messages.ts';
import { startTestServer } from '../../testing/test-server.ts';
import { enter, lobbyOf, visit } from './testing/visit.ts';

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}`;
const system = systemActor(DEFAULT_APP_ID);

test('greets a newcomer with the first frame and tells the others', async () => {
  await using server = await startTestServer();
  await using alice = await visit(server, 'alice');
  expect(await alice.nextText()).toMatch(
    new RegExp(
      `^{"type":"system","message":"Welcome to the chat, alice!","timestamp":"${TIME}","online_users":1}$`,
    ),
  );
  await using bob = await visit(server, 'bob');
  expect(await bob.next()).toMatchObject({ message: 'Welcome to the chat, bob!', online_users: 2 });
  expect(await alice.nextText()).toMatch(
    new RegExp(
      `^{"type":"system","message":"bob has joined the chat","timestamp":"${TIME}","online_users":2}$`,
    ),
  );
  await bob.close();
  expect(await alice.nextText()).toMatch(
    new RegExp(
      `^{"type":"system","message":"bob has left the chat","timestamp":"${TIME}","online_users":1}$`,
    ),
  );
});

test('sends a message to all, the sender included, with exactly the documented keys', async () => {
  await using server = await startTestServer();
  await using alice = await enter(server, 'alice');
  await using bob = await enter(server, 'bob');
  await alice.next();
  alice.send({ message: 'Hello, everyone!' });
  const text = await alice.nextText();
  expect(text).toMatch(
    new RegExp(
      `^{"type":"message","sender":"alice","message":"Hello, everyone!","timestamp":"${TIME}","id":"msg_\\d+"}$`,
    ),
  );
  expect(await bob.nextText()).toBe(text);
});

test('numbers rise, and every client sees one order', async () => {
  await using server = await startTestServer();
  await using alice = await enter(server, 'alice');
  await using bob = await enter(server, 'bob');
  await alice.next();
  for (let i = 0; i < 20; i++) {
    alice.send({ message: `a${i}` });
    bob.send({ message: `b${i}` });
  }
  const seen = await alice.take(40);
  expect(await bob.take(40)).toEqual(seen);
  const numbers = seen.map(({ id }) => Number(id.slice('msg_'.length)));
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(new Set(numbers).size).toBe(40);
  const own = seen.filter(({ sender }) => sender === 'alice').map(({ message }) => message);
  expect(own).toEqual(Array.from({ length: 20 }, (_, i) => `a${i}`));
});

test('counts an id once, however many connections it has', async () => {
  await using server = await startTestServer();
  await using watcher = await enter(server, 'watcher');
  const first = await enter(server, 'alice');
  expect(await watcher.next()).toMatchObject({ message: 'alice has joined the chat' });
  await using second = await visit(server, 'alice');
  expect(await second.next()).toMatchObject({
    message: 'Welcome to the chat, alice!',
    online_users: 2,
  });
  await first.close();
  second.send({ message: 'still here' });
  // Neither the second arrival nor the first departure was sent.
  expect(await watcher.next()).toMatchObject({ type: 'message', message: 'still here' });
  expect(await second.next()).toMatchObject({ type: 'message', message: 'still here' });
  await second.close();
  expect(await watcher.next()).toMatchObject({
    message: 'alice has left the chat',
    online_users: 1,
  });
});

test.each([
  ['text that is no JSON', 'hello', 'Invalid JSON format'],
  ['a binary frame', Buffer.from('{"message":"x"}'), 'Invalid JSON format'],
  ['an empty frame', '', 'Invalid JSON format'],
  ['no message', '{"msg":"x"}', 'Message is required'],
  ['a message that is no text', '{"message":7}', 'Message is required'],
  ['an empty message', '{"message":""}', 'Message cannot be empty'],
  ['white space', '{"message":" \\n\\t\\u3000"}', 'Message cannot be empty'],
  [
    'too long a message',
    JSON.stringify({ message: '😀'.repeat(4001) }),
    'Message too long (max 4000 characters)',
  ],
])('answers %s with an error and keeps the connection', async (_, frame, message) => {
  await using server = await startTestServer();
  await using alice = await enter(server, 'alice');
  await using bob = await enter(server, 'bob');
  await alice.next();
  alice.sendRaw(frame);
  expect(await alice.nextText()).toMatch(
    /^{"type":"error","message":"[^"]*","timestamp":"[^"]{26}"}$/,
  );
  alice.sendRaw(frame);
  expect(await alice.next()).toMatchObject({ type: 'error', message });
  alice.send({ message: 'still here' });
  expect(await alice.next()).toMatchObject({ type: 'message', message: 'still here' });
  expect(await bob.next()).toMatchObject({ type: 'message', message: 'still here' });
});

test('takes a message of 4,000 characters, counted in code points', async () => {
  await using server = await startTestServer();
  await using alice = await enter(server, 'alice');
  const message = '😀'.repeat(4000);
  alice.send({ message });
  expect(await alice.next()).toMatchObject({ type: 'message', message });
});

test('limits one id, over all its connections, to so many messages a minute', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({
    clock,
    settings: { limits: { lobbyMessagesPerMinute: 3 } },
  });
  await using first = await enter(server, 'alice');
  await using second = await enter(server, 'alice');
  await using bob = await enter(server, 'bob');
  await first.next();
  // What is refused for its form does not count.
  first.send({ message: '' });
  first.sendRaw('x');
  expect((await first.take(2)).map(({ message }) => message)).toEqual([
    'Message cannot be empty',
    'Invalid JSON format',
  ]);
  first.send({ message: '1' });
  await first.next();
  clock.advance(30_000);
  first.send({ message: '2' });
  await first.next();
  second.send({ message: '3' });
  await first.next();
  first.send({ message: '4' });
  expect(await first.next()).toMatchObject({ type: 'error', message: 'Rate limit exceeded' });
  bob.send({ message: 'mine is another' });
  expect(await first.next()).toMatchObject({ message: 'mine is another' });
  // Sliding: a minute after the first message there is room for one.
  clock.advance(30_000);
  first.send({ message: '5' });
  expect(await first.next()).toMatchObject({ type: 'message', message: '5' });
  first.send({ message: '6' });
  expect(await first.next()).toMatchObject({ type: 'error', message: 'Rate limit exceeded' });
});

test.each(['Zoë Müller', '日本語', '😀'.repeat(64), 'a/b?c#d', '100%', '<script>', '__proto__'])(
  'takes %s for a client id',
  async (id) => {
    await using server = await startTestServer();
    await using client = await visit(server, id);
    expect(await client.next()).toMatchObject({ message: `Welcome to the chat, ${id}!` });
    client.send({ message: 'x' });
    expect(await client.next()).toMatchObject({ sender: id });
  },
);

test.each([
  ['', 'Client id is required'],
  ['x'.repeat(65), 'Client id too long (max 64 characters)'],
  ['a\u0000b', 'Client id must not contain control characters'],
  ['a\r\nb', 'Client id must not contain control characters'],
])('turns the client id %j away with an error frame and 1008', async (id, message) => {
  await using server = await startTestServer();
  await using client = await visit(server, id);
  expect(await client.next()).toMatchObject({ type: 'error', message });
  expect(await client.closed).toEqual({ code: 1008, reason: message });
  expect(client.pending).toEqual([]);
});

test.each(['100%', '%zz', '%ff'])('turns away %s, which is not URL-encoded', async (id) => {
  await using server = await startTestServer();
  await using client = await FrameClient.open(`${server.wsUrl}/ws/chat/${id}`);
  const message = 'Client id is not URL-encoded';
  expect(await client.next()).toMatchObject({ type: 'error', message });
  expect(await client.closed).toEqual({ code: 1008, reason: message });
});

test('keeps the frames of one who is not let in yet, and answers behind the welcome', async () => {
  await using server = await startTestServer();
  const client = FrameClient.open(`${server.wsUrl}/ws/chat/hasty?room=lobby`);
  await using hasty = await client;
  hasty.sendRaw('x');
  hasty.sendRaw(Buffer.from('y'));
  hasty.send({ message: 'first' });
  expect((await hasty.take(4)).map(({ message }) => message)).toEqual([
    'Welcome to the chat, hasty!',
    'Invalid JSON format',
    'Invalid JSON format',
    'first',
  ]);
});

test('takes a client to another public room by its uid', async () => {
  await using server = await startTestServer();
  const room = await server.core.rooms.create(system, roomDraft('Side room'));
  await using alice = await enter(server, 'alice');
  await using bob = await enter(server, 'bob', `?room=${room.uid}`);
  bob.send({ message: 'in the side room' });
  expect(await bob.next()).toMatchObject({ message: 'in the side room' });
  alice.send({ message: 'in the lobby' });
  expect(await alice.next()).toMatchObject({ message: 'in the lobby' });
  expect(bob.pending).toEqual([]);
});

test('says nothing of what it has no word for', async () => {
  await using server = await startTestServer();
  const { messages, policies, members } = server.core;
  const room = await lobbyOf(server);
  await using alice = await enter(server, 'alice');
  const user = {
    id: 'u1',
    appId: 'default',
    name: 'Una',
    avatarUrl: null,
    kind: 'registered',
  } as const;
  const una = plainActor(user, '192.0.2.1');
  const message = await sendText(server.core, una, room.id, 'first');
  expect(await alice.next()).toMatchObject({ sender: 'Una', message: 'first' });
  await messages.edit(una, room.id, message.id, 'changed', null, policies.system);
  await messages.react(una, room.id, message.id, '👍');
  await members.join(una, room.id);
  server.core.typing.start(room.id, { user, ip: '10.0.0.1' });
  await messages.delete(una, room.id, message.id);
  await messages.purge(system, room.id);
  await sendText(server.core, una, room.id, 'last');
  expect(await alice.next()).toMatchObject({ sender: 'Una', message: 'last' });
});

test('half a surrogate pair is replaced, the same for live readers and for history', async () => {
  await using server = await startTestServer();
  await using alice = await enter(server, 'alice', '?since=0');
  await alice.next();
  alice.sendRaw('{"message":"a\\ud800b\\u0000c"}');
  const live = await alice.next();
  expect(live.message).toBe('a\ufffdb\u0000c');
  await using later = await enter(server, 'later', '?since=0');
  await later.next();
  expect(await later.next()).toEqual(live);
});

test('tells its clients when the server goes', async () => {
  await using server = await startTestServer();
  await using alice = await enter(server, 'alice');
  await server.close();
  expect(await alice.closed).toMatchObject({ code: 1001 });
});

test('a retry with the same key is stored once and answered with the first message', async () => {
  await using server = await startTestServer();
  await using alice = await enter(server, 'alice');
  await using bob = await enter(server, 'bob');
  await alice.next();
  const frame = { message: 'once', client_key: randomUUID() };
  alice.send(frame);
  const first = await alice.nextText();
  alice.send(frame);
  expect(await alice.nextText()).toBe(first);
  alice.send({ message: 'twice', client_key: randomUUID() });
  expect(await bob.nextText()).toBe(first);
  expect(await bob.next()).toMatchObject({ message: 'twice' });
});
