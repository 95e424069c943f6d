/** What a limit must not do: count what changed nothing, name a wait that is not true, or reject clients that reconnect. */
import Type from 'typebox';
import { describe, expect, test } from 'vitest';
import { plainActor, systemActor } from '../src/core/actor.ts';
import { senderOf } from '../src/core/users.ts';
import { SANDBOX } from '../src/server/sandbox.ts';
import { OPERATOR } from '../src/testing/actors.ts';
import { ManualClock } from '../src/testing/manual-clock.ts';
import { sendText } from '../src/testing/messages.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { CommunityClient } from './clients/community-client.ts';
import { DirectClient } from './clients/direct-client.ts';
import { together } from './clients/enter.ts';
import { PlatformClient } from './clients/platform-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { reader } from './clients/reader.ts';
import { PlatformApi } from './clients/rest.ts';
import { adminClient } from './support/admin-client.ts';

async function account(server: TestServer, username: string) {
  const { user, token } = await server.core.users.register(username, 'a-long-password');
  return { user, token, actor: plainActor(senderOf(user), '127.0.0.1') };
}

const readRoom = reader(Type.Object({ room: Type.Object({ uid: Type.String() }) }));

const FIRST_PAGE = {
  limit: 10,
  offset: 0,
  after: null,
  before: null,
  order: 'asc',
  kind: null,
  sort: 'createdAt',
  memberId: null,
} as const;

describe('a retry under a known key', () => {
  test('is answered by REST and socket when limits refuse, and is no message', async () => {
    await using server = await startTestServer({
      settings: { limits: { platformMessagesPerMinute: 2 } },
    });
    const api = new PlatformApi(server.url);
    const path = `/rooms/${SANDBOX.roomId}/messages`;
    const send = (clientKey: string) =>
      api.call('POST', path, {
        sender_id: 'ann',
        sender_name: 'Ann',
        content: clientKey,
        client_key: clientKey,
      });
    expect((await send('one')).status).toBe(201);
    for (let i = 0; i < 5; i++) expect((await send('one')).status).toBe(200);
    expect((await send('two')).status).toBe(201);
    expect((await send('three')).status).toBe(429);
    expect((await send('one')).status).toBe(200);
    await using socket = await PlatformClient.enter(server.wsUrl, 'ann');
    socket.send('message', { content: 'two', client_key: 'two' });
    await socket.frames.next(({ type }) => type === 'ack');
    expect((await api.page(SANDBOX.roomId)).data.map(({ content }) => content)).toEqual([
      'two',
      'one',
    ]);
  });
});

test('Retry-After is neither sooner nor later than what it is about, with two limits too', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({
    clock,
    settings: { limits: { platformMessagesPerMinute: 2, platformMessagesPerHour: 3 } },
  });
  const send = () =>
    fetch(`${server.url}/api/v1/rooms/${SANDBOX.roomId}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': SANDBOX.apiKey },
      body: JSON.stringify({ sender_id: 'ann', sender_name: 'Ann', content: 'x' }),
    });
  for (const wait of [0, 0, 60]) {
    const answer = await send();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual(
      wait === 0 ? [201, null] : [429, `${wait}`],
    );
  }
  clock.advance(60_000);
  expect((await send()).status).toBe(201);
  const answer = await send();
  expect(answer.headers.get('retry-after')).toBe('3540');
  expect(answer.headers.get('x-ratelimit-limit')).toBe('3');
  clock.advance(3_539_000);
  expect((await send()).headers.get('retry-after')).toBe('1');
  clock.advance(1_000);
  expect((await send()).status).toBe(201);
});

test('an account owns so many rooms, also when it makes them at once; a deleted one is none', async () => {
  await using server = await startTestServer({ settings: { limits: { roomsPerAccountMax: 2 } } });
  const { token } = await account(server, 'anna');
  const call = (path: string, method: string, body?: object) =>
    fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const make = () => call('/rooms', 'POST', { name: 'Room' });
  const answers = await Promise.all([make(), make(), make(), make()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409]);
  const uids: string[] = [];
  for (const answer of answers) {
    const body: unknown = await answer.json();
    if (answer.status === 200) uids.push(readRoom(body).room.uid);
    else expect(body).toEqual({ error: 'Too many rooms (max 2)' });
  }
  expect((await call(`/rooms/${uids[0]}`, 'DELETE')).status).toBe(200);
  expect((await make()).status).toBe(200);
});

test('one connection joins so many conversations, and those again as often as it likes', async () => {
  await using server = await startTestServer({
    settings: { limits: { roomsPerConnectionMax: 3 } },
  });
  await using anna = await DirectClient.open(server.url, 'anna');
  for (const friend of ['b', 'c', 'd']) await anna.join(friend);
  await expect(anna.join('e')).rejects.toThrow('Too many conversations joined (max 3)');
  await anna.join('b');
  await using again = await DirectClient.open(server.url, 'anna');
  await again.join('e');
});

test('/health has one probe a second, and refuses no caller', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({
    clock,
    // So many at once would wait for their turn, and this clock stands.
    settings: { limits: { communityCallsPerMinute: 3, refusedPerSecondMax: 1_000 } },
  });
  const answers = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const answer = await fetch(`${server.url}/health`);
      return `${answer.status} ${await answer.text()}`;
    }),
  );
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toMatch(/^200 \{"ping":/);
});

describe('reactions', () => {
  test('end at so many of all users over all emoji, on every protocol in its words', async () => {
    await using server = await startTestServer({
      settings: {
        limits: { reactorsPerMessageMax: 3 },
        lobby: { room: 'general' },
        reactions: { room: 'general' },
      },
    });
    const { core } = server;
    const sandbox = systemActor(SANDBOX.appId);
    const message = await sendText(core, sandbox, SANDBOX.roomId, 'x');
    const react = async (id: string, emoji: string) => {
      const user = {
        id,
        appId: SANDBOX.appId,
        name: id,
        avatarUrl: null,
        kind: 'external',
      } as const;
      await core.messages.react(
        systemActor(SANDBOX.appId, user),
        SANDBOX.roomId,
        message.id,
        emoji,
      );
    };
    await react('a', '👍');
    await react('b', '👍');
    await react('a', '🎉');
    const { token } = await account(server, 'anna');
    const wall = await ReactionsClient.enter(server.wsUrl);
    const platform = await PlatformClient.enter(server.wsUrl, 'user_123');
    const community = await CommunityClient.enter(server.url, 'general', { token });
    await using _all = together([wall, platform, community]);
    for (const emoji of ['👍', '🦊']) {
      wall.react(message.id, emoji);
      expect(await wall.rejection()).toBe('too many reactions (max 3)');
      platform.send('react', { message_id: message.id, emoji });
      expect(await platform.rejection()).toBe('too many reactions (max 3)');
      community.emit('react', { id: message.number, emoji });
      expect(await community.rejection()).toBe('too many reactions (max 3)');
    }
    // Taking one away makes room for another.
    await react('a', '🎉');
    wall.react(message.id, '🦊');
    await wall.frames.next((one) => one.type === 'reaction_updated' && one.data.action === 'added');
  });

  test('of more than 100 are named to 100 and counted, and all are on the wall', async () => {
    await using server = await startTestServer({ settings: { reactions: { room: 'general' } } });
    const { core } = server;
    const message = await sendText(core, systemActor(SANDBOX.appId), SANDBOX.roomId, 'x');
    for (let i = 0; i < 102; i++) {
      const id = `u${i}`;
      const user = {
        id,
        appId: SANDBOX.appId,
        name: id,
        avatarUrl: null,
        kind: 'external',
      } as const;
      const actor = systemActor(SANDBOX.appId, user);
      await core.messages.react(actor, SANDBOX.roomId, message.id, i < 101 ? '👍' : '🎉');
    }
    const { data } = await new PlatformApi(server.url).page(SANDBOX.roomId);
    expect(data[0]?.reactions['👍']).toHaveLength(100);
    expect(data[0]).toMatchObject({
      reaction_counts: { '👍': 101 },
      reactions: { '🎉': ['u101'] },
    });
    const history = await fetch(`${server.url}/rooms/general/messages`);
    const { messages } = (await history.json()) as { messages: Record<string, unknown>[] };
    expect(messages[0]).toMatchObject({ reactionCounts: { '👍': 101 } });
    await using wall = await ReactionsClient.open(server.wsUrl);
    const shown = await wall.frames.next((one) => one.type === 'message');
    expect(shown.type === 'message' ? shown.data.reactions['👍'] : []).toHaveLength(101);
  });

  test('of an archive are cut, which the import says', async () => {
    await using server = await startTestServer({
      settings: { limits: { reactorsPerMessageMax: 3 } },
    });
    const { core } = server;
    const admin = adminClient(server);
    const message = await sendText(core, systemActor(SANDBOX.appId), SANDBOX.roomId, 'much loved');
    const { lines, next } = await admin.run('begin-export', { room: SANDBOX.roomId });
    const rest = await admin.run('continue-export', { cursor: next });
    const users = (from: number) =>
      [0, 1].map((i) => ({ appId: SANDBOX.appId, id: `u${from + i}` }));
    const reactions = [
      { emoji: '👍', users: users(0) },
      { emoji: '🎉', users: users(2) },
    ];
    const [header, ...more] = [...lines, ...rest.lines].map((line) =>
      line.message?.id === message.id ? { ...line, message: { ...line.message, reactions } } : line,
    );
    await core.apps.create(OPERATOR, 'Copy', 'copy');
    const input = { header, app: 'copy', room: null, lines: more };
    const { notes, stopped } = await admin.run('import', input);
    expect(stopped).toBeNull();
    expect(notes).toEqual(['Reactions beyond the first 3 were left out, on 1 message.']);
    const { items } = await core.rooms.list(systemActor('copy'), { ...FIRST_PAGE, appId: 'copy' });
    const history = await core.messages.history(systemActor('copy'), {
      roomId: items[0]?.id ?? '',
      direction: 'older',
      before: null,
      after: null,
      limit: 1,
      skip: 0,
      withDeleted: false,
    });
    expect(history.messages[0]?.reactions.map(({ users: held }) => held.length)).toEqual([2, 1]);
  });
});
