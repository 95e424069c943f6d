/** What a text, a name, a client key and an emoji may be: the same on every protocol, socket and call. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProtocolName } from '../src/protocols/list.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { CommunityClient } from './clients/community-client.ts';
import { DirectClient } from './clients/direct-client.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { PlatformClient, SANDBOX_ROOM } from './clients/platform-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { type Answer, CommunityApi, PlatformApi } from './clients/rest.ts';
import { adminClient } from './support/admin-client.ts';
import { openFixture } from './support/fixture.ts';
import { MEETING_UID, UNLIMITED } from './support/settings.ts';

/** More than unless it is set. */
const KEY_CHARS = 200;

let server: TestServer;
let api: PlatformApi;
let member: CommunityApi;
const closing = new AsyncDisposableStack();

/** A way to say something, by a socket or a call: the rejection's text, or `null` when it was stored. */
type Say = (text: string, clientKey?: unknown) => Promise<string | null>;
type Way = ProtocolName | 'platform by REST' | 'community by REST';
let ways: Record<Way, Say>;

beforeAll(async () => {
  server = await startTestServer({
    settings: { limits: { ...UNLIMITED, clientKeyCharsMax: KEY_CHARS } },
  });
  api = new PlatformApi(server.url);
  const { token } = await new CommunityApi(server.url).register('mary.member');
  member = new CommunityApi(server.url, token);
  const uid = await member.makeRoom('ours');
  const lobby = closing.use(await LobbyClient.enter(server.wsUrl, 'lena'));
  const wall = closing.use(await ReactionsClient.enter(server.wsUrl));
  const community = closing.use(await CommunityClient.enter(server.url, uid, { token }));
  const direct = closing.use(await DirectClient.enter(server.url, 'anna', 'ben'));
  const platform = closing.use(await PlatformClient.enter(server.wsUrl, 'paul'));
  const received = async (
    client: { sendRaw(text: string): void },
    sent: object,
    next: () => Promise<{ readonly type: string }>,
  ) => {
    client.sendRaw(JSON.stringify(sent));
    const answer = await next();
    return answer.type === 'error' ? JSON.stringify(answer) : null;
  };
  const key = (clientKey: unknown) => (clientKey === undefined ? {} : { client_key: clientKey });
  const answered = ({ status, body }: Answer) => (status < 300 ? null : JSON.stringify(body));
  ways = {
    lobby: (message, k) =>
      received(lobby, { message, ...key(k) }, () =>
        lobby.frames.next(({ type }) => type === 'error' || type === 'message'),
      ),
    reactions: (text, k) =>
      received(wall, { type: 'send_message', data: { text, ...key(k) } }, () =>
        wall.frames.next(({ type }) => type === 'error' || type === 'message'),
      ),
    platform: (content, k) =>
      received(platform, { type: 'message', data: { content, ...key(k) } }, () =>
        platform.frames.next(({ type }) => type === 'error' || type === 'ack'),
      ),
    async community(text, k) {
      community.emit('sendMessage', { text, ...key(k) });
      const answer = await community.events.next(
        ({ event, data }) => event === 'message' || (event === 'system' && data.type === 'error'),
      );
      return answer.event === 'message' ? null : JSON.stringify(answer);
    },
    async direct(body, k) {
      direct.emit('send_message', { roomId: direct.roomId, senderId: 'anna', body, ...key(k) });
      const answer = await direct.events.next(
        ({ event }) => event === 'new_message' || event === 'error',
      );
      return answer.event === 'new_message' ? null : JSON.stringify(answer);
    },
    'platform by REST': async (content, k) =>
      answered(
        await api.call('POST', `/rooms/${SANDBOX_ROOM}/messages`, {
          ...{ sender_id: 'rita', content, ...key(k) },
        }),
      ),
    'community by REST': async (message, k) =>
      answered(await member.call('POST', '/messages', { room: uid, message, ...key(k) })),
  };
});
afterAll(async () => {
  await closing.disposeAsync();
  await server[Symbol.asyncDispose]();
});

const WAYS = [
  'lobby',
  'reactions',
  'community',
  'direct',
  'platform',
  'platform by REST',
  'community by REST',
] as const satisfies readonly Way[];

/** Blank to readers. */
const BLANK = [
  ...['   ', '\u3164', '\u2800', '\u034F', '\u115F\u1160', '\uFFA0', '\uFE0F', '\u{E0100}'],
  ...['\u200B', '\u2060\uFEFF', '\u202E', '\u00AD', '\u{E0061}\u{E007F}', '\u17B4', '\u180E'],
  ...['\u0000', '\u0085', ' \u3164 \u2800\n', '\u{1D159}', '\u061C', '\uFFFC'],
];

/** The words of the document or page of each. */
const EMPTY = {
  lobby: 'Message cannot be empty',
  reactions: 'message text cannot be empty',
  community: 'Empty text',
  direct: 'Message cannot be empty',
  platform: 'Message cannot be empty',
  'platform by REST': 'Message cannot be empty',
  'community by REST': 'Empty text',
} as const satisfies Record<Way, string>;

describe.each(WAYS)('a message by %s', (way) => {
  test('that shows nothing is empty', async () => {
    for (const text of BLANK)
      expect(await ways[way](text), JSON.stringify(text)).toContain(EMPTY[way]);
    expect(await ways[way]('\u2800.\u3164')).toBeNull();
  });

  test('has a key that is well-formed text, or null for none', async () => {
    for (const bad of ['k\uD800', '\uDC00', '', 7, {}, 'k'.repeat(KEY_CHARS + 1)])
      expect(await ways[way]('x', bad), JSON.stringify(bad)).not.toBeNull();
    // Twice the same key would be one message: so would these be, were null a key.
    expect(await ways[way]('first', null)).toBeNull();
    expect(await ways[way]('second', null)).toBeNull();
    expect(await ways[way]('third', 'k-1')).toBeNull();
    expect(await ways[way]('fourth', 'k'.repeat(KEY_CHARS))).toBeNull();
  });
});

/** Gives a name; whether it was taken. What a page refuses, it refuses with its own error. */
type Naming = (name: string) => Promise<boolean>;

const ok = async (answer: Promise<{ readonly status: number }>) => {
  const { status } = await answer;
  expect(status < 300 || status === 400 || status === 422, `${status}`).toBe(true);
  return status < 300;
};
const room = `/rooms/${SANDBOX_ROOM}`;
let count = 0;

const NAMINGS: Readonly<Record<string, Naming>> = {
  'a display name': (display_name) => ok(member.call('PATCH', '/me', { display_name })),
  'a room of the community': (name) => ok(member.call('POST', '/rooms', { name })),
  'a room of an app': (name) => ok(api.call('POST', '/rooms', { name })),
  'a room of an app, renamed': async (name) => {
    const { id } = await api.makeRoom({ name: 'before' });
    return ok(api.call('PUT', `/rooms/${id}`, { name }));
  },
  'an app’s user': (user_name) =>
    ok(api.call('POST', '/users', { user_id: `named-${count++}`, user_name })),
  'an app’s user, renamed': async (user_name) => {
    const user_id = `renamed-${count++}`;
    await api.ask('POST', '/users', { user_id, user_name: 'before' });
    return ok(api.call('PUT', `/users/${user_id}`, { user_name }));
  },
  'a sender': (sender_name) =>
    ok(api.call('POST', `${room}/messages`, { sender_id: 's', sender_name, content: 'x' })),
  'a participant': (user_name) =>
    ok(api.call('POST', `${room}/participants`, { user_id: `p-${count++}`, user_name })),
  'who joins': (user_name) => ok(api.call('POST', `${room}/join`, { user_id: 'j', user_name })),
  'a token’s user': (user_name) => ok(api.call('POST', '/tokens', { user_id: 't', user_name })),
  'a notice’s title': (title) =>
    ok(api.call('POST', '/notifications', { user_id: 'n', title, content: 'x' })),
  'an app': (name) => ok(api.call('PUT', '/clients/me', { name })),
  'an app, by the operator': (name) => ok(adminClient(server).call('create-app', { name })),
  'an account, by the operator': (name) =>
    ok(adminClient(server).call('create-account', { username: `made-${count++}`, name })),
  'a platform socket': async (userName) => {
    await using client = await PlatformClient.open(server.wsUrl, 'sock', { userName });
    return (await client.frames.next()).type === 'connection_status';
  },
  'a lobby client id': async (id) => {
    await using client = await LobbyClient.open(server.wsUrl, id);
    return (await client.frames.next()).type === 'system';
  },
};

describe.each(Object.entries(NAMINGS))('the name of %s', (_, naming) => {
  test('shows something, on one line', async () => {
    for (const bad of [
      '\u3164',
      '\u2800\u200B',
      '\uFE0F',
      'a\nb',
      'a\u0000b',
      'a\u2028b',
      'a\u0085b',
    ])
      expect(await naming(bad), JSON.stringify(bad)).toBe(false);
    expect(await naming(`Zoë 👩🏽‍🚀 ${count++}`)).toBe(true);
  });
});

test('an author on the wall without a name to see is Anonymous; one of two lines is refused', async () => {
  await using wall = await ReactionsClient.enter(server.wsUrl);
  const sendText = async (author_name: string) => {
    wall.sendRaw(
      JSON.stringify({ type: 'send_message', data: { text: author_name, author_name } }),
    );
    const frame = await wall.frames.next(
      (one) => one.type === 'error' || (one.type === 'message' && one.data.text === author_name),
    );
    return frame.type === 'message' ? frame.data.author_name : JSON.stringify(frame);
  };
  // Names are not compared with accounts here.
  expect(await sendText('mary.member')).toBe('mary.member');
  for (const bad of ['a\nb', 'a\u0000', 'a\u2029b'])
    expect(await sendText(`${bad}.`)).toContain('Invalid message format');
  wall.sendRaw('{"type":"send_message","data":{"text":"who?","author_name":"\\u3164 \\u2800"}}');
  const frame = await wall.frames.next((one) => one.type === 'message' && one.data.text === 'who?');
  expect(frame).toMatchObject({ data: { author_name: 'Anonymous' } });
});

describe('other people’s names', () => {
  test('cannot be registered or taken in any disguise', async () => {
    const anonymous = new CommunityApi(server.url);
    const { token } = await anonymous.register('Valentina');
    const owner = new CommunityApi(server.url, token);
    await owner.ask('PATCH', '/me', { display_name: 'Dr. Valentina Rossi' });
    const guest = new CommunityApi(server.url, (await anonymous.guest()).token);
    for (const caller of [member, guest])
      for (const display_name of ['valentina', 'Vаlentina', 'VaIentina', '\u3164VALENTINA\u2800'])
        expect(await caller.call('PATCH', '/me', { display_name }), display_name).toMatchObject({
          status: 409,
          body: { error: 'User with such username already exists!' },
        });
    for (const username of ['VALENTINA', 'va1entina', 'VaIentina'])
      expect(
        await anonymous.call('POST', '/users/register', { username, password: 'long-enough' }),
        username,
      ).toMatchObject({ status: 409 });
    // What others see them as several people may be called.
    await member.ask('PATCH', '/me', { display_name: 'Dr. Valentina Rossi' });
    // One's own is one's own, in any spelling.
    await owner.ask('PATCH', '/me', { display_name: 'VALENTINA' });
  });

  test.each(['admin', 'аdmin', 'ADMlN', 'user_77', 'USER_0123456789ab', 'Guest-12', 'bot_ada'])(
    '%s is no user’s',
    async (name) => {
      expect(await member.call('PATCH', '/me', { display_name: name })).toMatchObject({
        status: 400,
      });
      const account = { username: name, password: 'long-enough' };
      const answer = await new CommunityApi(server.url).call('POST', '/users/register', account);
      expect(answer).toMatchObject({ status: 400, body: { error: 'Invalid username' } });
    },
  );

  test('are no lobby client’s; anything else is', async () => {
    const { token } = await new CommunityApi(server.url).register('Wilhelmina');
    await new CommunityApi(server.url, token).ask('PATCH', '/me', { display_name: 'Mina K.' });
    const isIn = (id: string) => NAMINGS['a lobby client id']?.(id);
    for (const id of [
      'wilhelmina',
      'Wilhеlmina',
      'WiIheImina',
      'mina k.',
      'bot_ada',
      'BOT_ADA\u3164',
    ])
      expect(await isIn(id), id).toBe(false);
    await using refused = await LobbyClient.open(server.wsUrl, 'wilhelmina');
    expect(await refused.rejection()).toBe('Client id is the name of somebody else');
    expect(await refused.closed).toMatchObject({ code: 1008 });
    for (const id of ['wilhelm', 'Ada', 'user_1234', 'Anonymous', 'guest-3', 'admin', 'user_x'])
      expect(await isIn(id), id).toBe(true);
  });

  test('are known as soon as they are given, also to who has come and gone', async () => {
    await using first = await LobbyClient.open(server.wsUrl, 'newcomer');
    expect(await first.frames.next()).toMatchObject({ type: 'system' });
    await new CommunityApi(server.url).register('newcomer');
    expect(await NAMINGS['a lobby client id']?.('newcomer')).toBe(false);
  });

  test('of accounts of Koine 0.1 are known too', async () => {
    await using fixture = await openFixture();
    await using old = await startTestServer({ data: fixture.data });
    const { user } = JSON.parse(
      await (await fetch(`${old.url}/users/${fixture.facts.accounts.olga.uid}`)).text(),
    );
    await using client = await LobbyClient.open(old.wsUrl, user.displayName.toUpperCase());
    expect(await client.rejection()).toBe('Client id is the name of somebody else');
  });
});

/** Reacts to a message of one's own making and gives what readers receive of it. */
type React = (emoji: string) => Promise<{ readonly emoji?: string; readonly action?: string }>;

describe('a reaction', () => {
  const HEART = '❤️';
  const BARE = '❤';

  const REACTS = {
    async reactions() {
      const wall = closing.use(await ReactionsClient.enter(server.wsUrl));
      wall.sendText('on the wall');
      const { id } = await wall.received.find(({ text }) => text === 'on the wall');
      return async (emoji) => {
        wall.react(id, emoji);
        const frame = await wall.frames.next(({ type }) => type === 'reaction_updated');
        return frame.type === 'reaction_updated' ? frame.data : never();
      };
    },
    async platform() {
      const client = closing.use(await PlatformClient.enter(server.wsUrl, 'rea'));
      const { id } = await client.post('on the platform');
      return async (emoji) => {
        client.send('react', { message_id: id, emoji });
        const frame = await client.frames.next(({ type }) => type === 'reaction_updated');
        return frame.type === 'reaction_updated' ? frame.data : never();
      };
    },
    async community() {
      const { token } = await new CommunityApi(server.url).register('reacting');
      const options = { token };
      const client = closing.use(await CommunityClient.enter(server.url, MEETING_UID, options));
      const id = await client.post('in the community');
      return async (emoji) => {
        client.emit('react', { id, emoji });
        const received = await client.events.next(({ event }) => event === 'reaction_updated');
        return received.event === 'reaction_updated' ? received.data : never();
      };
    },
  } as const satisfies Record<string, () => Promise<React>>;

  test.each(Object.entries(REACTS))('by %s has one spelling', async (_, start) => {
    const react = await start();
    const spellings = [HEART, BARE, BARE, HEART, `${HEART}\uFE0F`, BARE];
    const received = [];
    for (const emoji of spellings) received.push(await react(emoji));
    expect(received.map(({ action }) => action)).toEqual(
      spellings.map((_, i) => (i % 2 === 0 ? 'added' : 'removed')),
    );
    expect(new Set(received.map(({ emoji }) => emoji))).toEqual(new Set([HEART]));
  });
});

function never(): never {
  throw new Error('another frame');
}
