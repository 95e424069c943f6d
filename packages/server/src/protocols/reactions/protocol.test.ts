import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { roomDraft } from '../../core/rooms.ts';
import { FrameClient } from '../../testing/frame-client.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { startTestServer } from '../../testing/test-server.ts';
import { message, reaction, sendText, system, UUID, userIdOf, visit } from './testing/wall.ts';

test('sends a message to all, the sender included, with exactly the documented keys', async () => {
  await using server = await startTestServer();
  await using one = await visit(server);
  await using other = await visit(server);
  one.send(message('Hello', { author_name: 'Alice' }));
  const text = await one.nextText();
  const userId = userIdOf(server, '127.0.0.1');
  expect(text).toMatch(
    new RegExp(
      `^{"type":"message","data":{"id":"${UUID}","text":"Hello","author_id":"${userId}","author_name":"Alice","created_at":\\d{10},"reactions":{}}}$`,
    ),
  );
  expect(await other.nextText()).toBe(text);
});

test('an author without a name is Anonymous', async () => {
  await using server = await startTestServer();
  await using one = await visit(server);
  for (const more of [{}, { author_name: '' }, { author_name: ' \t ' }, { author_name: ' Bob ' }])
    one.send(message('x', more));
  expect((await one.take(4)).map(({ data }) => data.author_name)).toEqual([
    'Anonymous',
    'Anonymous',
    'Anonymous',
    'Bob',
  ]);
});

test('all who come from one address are one user; IPv6 counts by network', async () => {
  await using server = await startTestServer({ settings: { trustProxy: true } });
  const idFrom = async (ip: string) => {
    await using client = await visit(server, '?since=0', ip);
    await client.next();
    client.send(message(ip));
    for (;;) {
      const { data } = await client.next();
      if (data.text === ip) return data.author_id;
    }
  };
  const one = await idFrom('203.0.113.7');
  expect(one).toBe(userIdOf(server, '203.0.113.7'));
  expect(await idFrom('203.0.113.7')).toBe(one);
  expect(await idFrom('203.0.113.8')).not.toBe(one);
  const home = await idFrom('2001:db8:0:1::1');
  expect(home).toBe(userIdOf(server, '2001:db8:0:1::/64'));
  expect(await idFrom('2001:db8:0:1:ffff::2')).toBe(home);
  expect(await idFrom('2001:db8:0:2::1')).not.toBe(home);
  expect(await idFrom('::ffff:203.0.113.7')).toBe(one);
});

test('trusts X-Forwarded-For only when configured to', async () => {
  await using server = await startTestServer();
  await using client = await visit(server, '', '203.0.113.7');
  client.send(message('x'));
  expect((await client.next()).data.author_id).toBe(userIdOf(server, '127.0.0.1'));
});

test('toggles a reaction and tells all, with the whole message', async () => {
  await using server = await startTestServer({ settings: { trustProxy: true } });
  await using one = await visit(server, '', '203.0.113.7');
  await using two = await visit(server, '', '203.0.113.8');
  const [first, second] = ['203.0.113.7', '203.0.113.8'].map((ip) => userIdOf(server, ip));
  one.send(message('Hello'));
  const { data } = await one.next();
  await two.next();
  const received = async () => {
    const text = await one.nextText();
    expect(await two.nextText()).toBe(text);
    return text;
  };
  const expected = (emoji: string, userId: string | undefined, action: string, reactions: object) =>
    JSON.stringify({
      type: 'reaction_updated',
      data: {
        message_id: data.id,
        emoji,
        user_id: userId,
        action,
        message: { ...data, reactions },
      },
    });
  two.send(reaction(data.id, '👍'));
  expect(await received()).toBe(expected('👍', second, 'added', { '👍': [second] }));
  one.send(reaction(data.id, '👍'));
  expect(await received()).toBe(expected('👍', first, 'added', { '👍': [second, first] }));
  one.send(reaction(data.id.toUpperCase(), '❤️'));
  const both = { '👍': [second, first], '❤️': [first] };
  expect(await received()).toBe(expected('❤️', first, 'added', both));
  two.send(reaction(data.id, '👍'));
  expect(await received()).toBe(expected('👍', second, 'removed', { '👍': [first], '❤️': [first] }));
  one.send(reaction(data.id, '❤️'));
  expect(await received()).toBe(expected('❤️', first, 'removed', { '👍': [first] }));
  one.send(reaction(data.id, '👍'));
  expect(await received()).toBe(expected('👍', first, 'removed', {}));
});

test.each([
  ['binary', Buffer.from(JSON.stringify(message('x'))), 'Invalid message format'],
  ['no JSON', 'x', 'Invalid message format'],
  ['an unknown type', '{"type":"typing","data":{}}', 'Invalid message format'],
  ['a missing text', '{"type":"send_message","data":{}}', 'Invalid message format'],
  ['a mistyped text', '{"type":"send_message","data":{"text":1}}', 'Invalid message format'],
  [
    'too long a name',
    JSON.stringify(message('x', { author_name: 'n'.repeat(65) })),
    'Invalid message format',
  ],
  ['an id that is no UUID', JSON.stringify(reaction('7', '👍')), 'Invalid message format'],
  ['an empty text', JSON.stringify(message('')), 'message text cannot be empty'],
  ['white space', JSON.stringify(message(' \n\u3000')), 'message text cannot be empty'],
  [
    'too long a text',
    JSON.stringify(message('😀'.repeat(501))),
    'message too long (max 500 characters)',
  ],
  ['an unknown message', JSON.stringify(reaction(randomUUID(), '👍')), 'message not found'],
])('answers %s with an error and keeps the connection', async (_, frame, error) => {
  await using server = await startTestServer();
  await using one = await visit(server);
  await using other = await visit(server);
  one.sendRaw(frame);
  expect(await one.nextText()).toBe(JSON.stringify({ type: 'error', data: { error } }));
  one.send(message('😀'.repeat(500)));
  expect(await one.next()).toMatchObject({ type: 'message' });
  expect(await other.next()).toMatchObject({ type: 'message' });
});

test('takes one RGI emoji and nothing else', async () => {
  await using server = await startTestServer();
  await using client = await visit(server);
  const { id } = await sendText(server, 'x');
  await client.next();
  for (const emoji of ['👍', '👍🏽', '❤️', '🇩🇪', '👨‍👩‍👧‍👦', '1️⃣', '🏴󠁧󠁢󠁳󠁣󠁴󠁿']) {
    client.send(reaction(id, emoji));
    expect(await client.next()).toMatchObject({ data: { emoji, action: 'added' } });
  }
  for (const emoji of [
    '',
    'a',
    '1',
    ':)',
    '👍👍',
    '👍 ',
    ' ',
    '❤\uFE0E',
    '🇩',
    '__proto__',
    '👍\u0000',
  ]) {
    client.send(reaction(id, emoji));
    expect(await client.next()).toEqual({ type: 'error', data: { error: 'invalid emoji' } });
  }
});

test('a message takes so many different emoji, and more of those it has', async () => {
  await using server = await startTestServer({
    settings: { trustProxy: true, limits: { reactionsPerMessageMax: 2 } },
  });
  const { id } = await sendText(server, 'x');
  await using one = await visit(server, '', '203.0.113.7');
  await using two = await visit(server, '', '203.0.113.8');
  await one.next();
  await two.next();
  one.send(reaction(id, '👍'));
  one.send(reaction(id, '🎉'));
  await one.take(2);
  await two.take(2);
  two.send(reaction(id, '🚀'));
  expect(await two.next()).toEqual({
    type: 'error',
    data: { error: 'too many different reactions (max 2)' },
  });
  two.send(reaction(id, '🎉'));
  expect(await two.next()).toMatchObject({ data: { emoji: '🎉', action: 'added' } });
  one.send(reaction(id, '👍'));
  expect((await one.take(2)).map(({ data }) => data.action)).toEqual(['added', 'removed']);
  await two.next();
  two.send(reaction(id, '🚀'));
  expect(await two.next()).toMatchObject({ data: { emoji: '🚀', action: 'added' } });
});

test('limits one user to 60 messages and 120 reactions a minute, sliding', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({ clock });
  await using one = await visit(server);
  await using twin = await visit(server);
  const refused = (n: number) => ({
    type: 'error',
    data: { error: `Rate limit exceeded. Maximum ${n} messages per minute.` },
  });
  // What is refused for its form or its text does not count.
  one.sendRaw('x');
  one.send(message(''));
  await one.take(2);
  for (let i = 0; i < 59; i++) one.send(message(`m${i}`));
  const sent = await one.take(59);
  clock.advance(59_999);
  twin.send(message('the last'));
  await one.next();
  twin.send(message('one too many'));
  await twin.take(60);
  expect(await twin.next()).toEqual(refused(60));
  clock.advance(1);
  twin.send(message('room again'));
  expect(await twin.next()).toMatchObject({ data: { text: 'room again' } });
  const { id } = sent[0].data;
  await one.next();
  for (let i = 0; i < 120; i++) one.send(reaction(id, '👍'));
  const toggles = await one.take(120);
  expect(toggles.at(-1)).toMatchObject({ data: { action: 'removed' } });
  one.send(reaction(id, '👍'));
  expect(await one.next()).toEqual(refused(120));
  one.send(message('messages are another matter'));
  expect(await one.next()).toMatchObject({ type: 'message' });
});

test('takes a client to another public room; an unknown one is refused', async () => {
  await using server = await startTestServer();
  const room = await server.core.rooms.create(system, roomDraft('Side room'));
  await using client = await visit(server, `?room=${room.uid}`);
  const { id } = await sendText(server, 'on the wall');
  client.send(message('in the side room'));
  expect(await client.next()).toMatchObject({ data: { text: 'in the side room' } });
  client.send(reaction(id, '👍'));
  expect(await client.next()).toEqual({ type: 'error', data: { error: 'message not found' } });
  await using lost = await visit(server, '?room=nowhere');
  expect(await lost.next()).toEqual({ type: 'error', data: { error: 'Room not found' } });
  expect(await lost.closed).toEqual({ code: 1008, reason: 'Room not found' });
});

test('serves /ws/ as /ws', async () => {
  await using server = await startTestServer();
  await using client = await FrameClient.open(`${server.wsUrl}/ws/`);
  client.send(message('x'));
  expect(await client.next()).toMatchObject({ type: 'message' });
});

test('bans and mutes act at once', async () => {
  await using server = await startTestServer({ settings: { trustProxy: true } });
  const { id, roomId } = await sendText(server, 'x');
  await using one = await visit(server, '', '203.0.113.7');
  await using two = await visit(server, '', '203.0.113.8');
  await one.next();
  await two.next();
  const sanction = (kind: 'ban' | 'mute', target: `user:${string}`) =>
    server.core.moderation.sanction(system, roomId, { kind, target, durationMs: null, reason: '' });
  await sanction('mute', `user:${userIdOf(server, '203.0.113.7')}`);
  one.send(message('x'));
  one.send(reaction(id, '👍'));
  const muted = { type: 'error', data: { error: 'You are muted' } };
  expect(await one.take(2)).toEqual([muted, muted]);
  await sanction('ban', `user:${userIdOf(server, '203.0.113.8')}`);
  expect(await two.next()).toEqual({ type: 'error', data: { error: 'You are banned' } });
  expect(await two.closed).toEqual({ code: 1008, reason: 'You are banned' });
  await using again = await visit(server, '', '203.0.113.8');
  expect(await again.next()).toEqual({ type: 'error', data: { error: 'You are banned' } });
  expect(await again.closed).toMatchObject({ code: 1008 });
  expect(again.pending).toEqual([]);
});

test('a deleted room, or the server going, ends the connection', async () => {
  await using server = await startTestServer();
  const room = await server.core.rooms.create(system, roomDraft('Short-lived'));
  await using one = await visit(server, `?room=${room.uid}`);
  await using other = await visit(server);
  one.send(message('x'));
  await one.next();
  await server.core.rooms.remove(system, room.id);
  expect(await one.next()).toEqual({ type: 'error', data: { error: 'Room not found' } });
  expect(await one.closed).toMatchObject({ code: 1008 });
  await server.close();
  expect(await other.closed).toMatchObject({ code: 1001 });
});

test('a retry with the same key is stored once and answered with the first message', async () => {
  await using server = await startTestServer();
  await using one = await visit(server);
  await using other = await visit(server);
  const frame = message('once', { client_key: 'k1' });
  one.send(frame);
  const first = await one.nextText();
  one.send(frame);
  expect(await one.nextText()).toBe(first);
  one.send(message('twice', { client_key: 'k2' }));
  expect(await other.nextText()).toBe(first);
  expect(await other.next()).toMatchObject({ data: { text: 'twice' } });
});
