/** Every command has a cost, at every door that it comes by: the one asked too much is refused in words, nobody else is. */
import { once } from 'node:events';
import { request } from 'node:http';
import { DEFAULT_APP_ID } from '@koine/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainActor, systemActor } from '../src/core/actor.ts';
import { BUDGETS, type Budget, type BudgetTable } from '../src/core/budgets.ts';
import { roomDraft } from '../src/core/rooms.ts';
import { senderOf } from '../src/core/users.ts';
import { COMMUNITY_BUDGETS } from '../src/protocols/community/limits.ts';
import { DIRECT_BUDGETS } from '../src/protocols/direct/limits.ts';
import { LOBBY_BUDGETS } from '../src/protocols/lobby/limits.ts';
import { PLATFORM_BUDGETS } from '../src/protocols/platform/limits.ts';
import { REACTIONS_BUDGETS } from '../src/protocols/reactions/limits.ts';
import { SANDBOX } from '../src/server/sandbox.ts';
import { OPERATOR } from '../src/testing/actors.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { CommunityClient } from './clients/community-client.ts';
import { DirectClient } from './clients/direct-client.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { PlatformClient } from './clients/platform-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { UNLIMITED } from './support/settings.ts';

/** Asks once; answers with the words of a refusal, `null`: done. */
type Ask = () => Promise<string | null>;

/** Somebody who asks too much, and those whom that must not touch. */
interface Asking {
  readonly own: Ask;
  /** Another id at the same address; absent: the budget is the address's. */
  readonly other?: Ask;
  /** The same id in another app. */
  readonly namesake?: Ask;
}

const LIMITS = {
  lobbyMessagesPerMinute: 3,
  reactionsMessagesPerMinute: 3,
  communityMessagesPerMinute: 8,
  directMessagesPerMinute: 3,
  platformMessagesPerMinute: 3,
  reactionsTogglesPerMinute: 3,
  deletesPerMinute: 3,
  roomsPerHour: 3,
  conversationsPerHour: 3,
  renamesPerHour: 3,
  moderationsPerMinute: 3,
  joinsPerMinute: 4,
  framesFactor: 2,
  readsPerMinute: 3,
};
/** Of what counts by address, where nothing else is tried. */
const BY_ADDRESS = {
  connectionsPerAddressMax: 8,
  refusedConnectsPerMinute: 3,
  communityLoginsPerMinute: 3,
  communityCallsPerMinute: 4,
  platformCallsPerMinute: 3,
  adminFailuresPerMinute: 3,
  documentsPerMinute: 3,
};
const MAX: Readonly<Record<string, number>> = { ...LIMITS, ...BY_ADDRESS };

let server: TestServer;
let byAddress: TestServer;
let shopKey: string;
let shopRoom: string;
const open: AsyncDisposable[] = [];

beforeAll(async () => {
  const settings = { trustProxy: true };
  server = await startTestServer({
    settings: { ...settings, limits: { ...UNLIMITED, ...LIMITS } },
  });
  byAddress = await startTestServer({
    settings: {
      ...settings,
      limits: { ...UNLIMITED, ...BY_ADDRESS },
      direct: { auth: 'token' },
      protocols: ['lobby', 'reactions', 'direct', 'platform', 'community'],
    },
  });
  const shop = await server.core.apps.create(OPERATOR, 'Shop', 'shop');
  shopKey = shop.key;
  shopRoom = (await server.core.rooms.create(systemActor('shop'), roomDraft('Shop'))).id;
});
afterAll(async () => {
  for (const one of open) await one[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await byAddress[Symbol.asyncDispose]();
});

let last = 0;
/** Nobody has come from there yet. */
const address = () => `10.1.${++last >> 8}.${last & 255}`;
const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } });
const newName = (word: string) => `${word}${++last}`;

async function kept<Client extends AsyncDisposable>(client: Promise<Client>): Promise<Client> {
  open.push(await client);
  return client;
}

/** Which comes first: what says that it was done, or a refusal's words. */
async function outcome(done: Promise<unknown>, refused: Promise<string>): Promise<string | null> {
  refused.catch(() => {});
  done.catch(() => {});
  return Promise.race([done.then(() => null), refused]);
}

interface Call {
  readonly method?: string;
  readonly body?: object;
  readonly ip?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly url?: string;
}

/** `null` for anything but 429, which has to name a wait. */
async function call(
  path: string,
  { method = 'GET', body, ip = address(), headers = {}, url = server.url }: Call,
) {
  const response = await fetch(url + path, {
    method,
    headers: {
      'x-forwarded-for': ip,
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect([200, 201, 204, 401, 404, 429]).toContain(response.status);
  if (response.status !== 429) return null;
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  return text;
}

const key = (secret: string = SANDBOX.apiKey) => ({ 'x-api-key': secret });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function account() {
  const username = newName('user');
  const { user, token } = await server.core.users.register(username, 'a-long-password');
  const actor = plainActor(senderOf(user), address());
  return { username, user, token, actor };
}

/** A room of the built-in app that the account owns, and messages in it, by nobody. */
async function room(owner?: Awaited<ReturnType<typeof account>>) {
  const system = systemActor(DEFAULT_APP_ID);
  const made = await server.core.rooms.create(system, roomDraft('Room'));
  if (owner !== undefined)
    await server.core.members.promote(system, made.id, senderOf(owner.user), 'moderator');
  return made;
}

async function message(
  roomId: string,
  appId: string = DEFAULT_APP_ID,
  author = systemActor(appId),
) {
  const draft = { content: 'x', type: 'text', meta: null, clientKey: null, replyTo: null };
  return (await server.core.messages.send(author, roomId, draft, server.core.policies.system))
    .message;
}

const LOBBY = {
  message: async () => {
    const ip = address();
    const asking = async (name: string): Promise<Ask> => {
      const client = await kept(LobbyClient.enter(server.wsUrl, newName(name), from(ip)));
      return () => {
        const text = newName('text');
        client.say(text);
        return outcome(
          client.heard.find((one) => one.text === text),
          client.refusal(),
        );
      };
    };
    return { own: await asking('lena'), other: await asking('lars') };
  },
  badFrame: async () => {
    const client = await kept(LobbyClient.enter(server.wsUrl, newName('lena'), from(address())));
    return { own: badFrames(client, 'Invalid JSON format') };
  },
};

interface Framed {
  sendRaw(text: string): void;
  refusal(): Promise<string>;
}

/** What is no frame is answered with an error; that there are too many of them, with another. */
function badFrames(client: Framed, words: string): Ask {
  return async () => {
    client.sendRaw('nothing');
    const text = await client.refusal();
    return text === words ? null : text;
  };
}

const WALL = {
  message: async () => {
    const client = await kept(ReactionsClient.enter(server.wsUrl, from(address())));
    const own = () => {
      const text = newName('text');
      client.say(text);
      return outcome(
        client.heard.find((one) => one.text === text),
        client.refusal(),
      );
    };
    return { own };
  },
  badFrame: async () => {
    const client = await kept(ReactionsClient.open(server.wsUrl, from(address())));
    return { own: badFrames(client, 'Invalid message format') };
  },
  reaction: async () => {
    const wall = await server.core.rooms.findPublic('wall');
    const { id } = await message(wall.id);
    const client = await kept(ReactionsClient.enter(server.wsUrl, from(address())));
    const own = () => {
      client.react(id, '👍');
      const told = client.frames.next(
        (one) => one.type === 'reaction_updated' || one.type === 'error',
      );
      return told.then((one) => (one.type === 'error' ? one.data.error : null));
    };
    return { own };
  },
};

const COMMUNITY = {
  messageBySocket: async () => {
    const { uid } = await room();
    const asking = async (): Promise<Ask> => {
      const { token } = await account();
      const client = await kept(CommunityClient.enter(server.url, uid, { token }));
      return () => {
        const text = newName('text');
        client.say(text);
        return outcome(
          client.heard.find((one) => one.text === text),
          client.refusal(),
        );
      };
    };
    return { own: await asking(), other: await asking() };
  },
  messageByCall: async () => {
    const { uid } = await room();
    const asking = async (): Promise<Ask> => {
      const { token } = await account();
      return () =>
        call('/messages', {
          method: 'POST',
          body: { room: uid, message: 'x' },
          headers: bearer(token),
        });
    };
    return { own: await asking(), other: await asking() };
  },
  deletionByCall: async () => {
    const asking = async (): Promise<Ask> => {
      const { actor, token } = await account();
      const { id } = await room();
      return async () => {
        const { number } = await message(id, DEFAULT_APP_ID, actor);
        return call(`/messages/${number}`, { method: 'DELETE', headers: bearer(token) });
      };
    };
    return { own: await asking(), other: await asking() };
  },
  newRoom: async () => {
    const asking = async (): Promise<Ask> => {
      const { token } = await account();
      return () =>
        call('/rooms', { method: 'POST', body: { name: 'Room' }, headers: bearer(token) });
    };
    return { own: await asking(), other: await asking() };
  },
  moderation: async () => {
    const asking = async (): Promise<Ask> => {
      const moderator = await account();
      const { uid } = await room(moderator);
      return () =>
        call(`/rooms/${uid}/messages`, { method: 'DELETE', headers: bearer(moderator.token) });
    };
    return { own: await asking(), other: await asking() };
  },
  cleanup: async () => {
    const asking = async (): Promise<Ask> => {
      const moderator = await account();
      const { uid } = await room(moderator);
      return () =>
        call(`/rooms/${uid}/cleanup`, {
          method: 'POST',
          body: { user: 'lobby:spammer', last: 'all' },
          headers: bearer(moderator.token),
        });
    };
    return { own: await asking(), other: await asking() };
  },
  rename: async () => {
    const asking = async (): Promise<Ask> => {
      const { token } = await account();
      return () =>
        call('/me', {
          method: 'PATCH',
          body: { display_name: newName('Nom') },
          headers: bearer(token),
        });
    };
    return { own: await asking(), other: await asking() };
  },
  join: async () => {
    const [one, two] = [await room(), await room()];
    const asking = async (): Promise<Ask> => {
      const client = await kept(CommunityClient.open(server.url));
      let turn = 0;
      return () => {
        client.emit('join', { uid: turn++ % 2 === 0 ? one.uid : two.uid });
        const joined = client.events.next((told) => told.event === 'room_messages');
        return outcome(joined, client.refusal());
      };
    };
    return { own: await asking(), other: await asking() };
  },
  event: async () => {
    const { uid } = await room();
    const client = await kept(CommunityClient.enter(server.url, uid));
    const own = async () => {
      client.emit('login', { token: 'wrong' });
      const text = await client.refusal();
      return text === 'Invalid login' ? null : text;
    };
    return { own };
  },
  retries: async () => {
    const { uid } = await room();
    const { token } = await account();
    const client = await kept(CommunityClient.enter(server.url, uid, { token }));
    const own = () => {
      client.emit('sendMessage', { text: 'x', client_key: 'once' });
      return outcome(client.heard.next(), client.refusal());
    };
    return { own };
  },
};

const DIRECT = {
  message: async () => {
    const ip = address();
    const asking = async (): Promise<Ask> => {
      const client = await kept(
        DirectClient.enter(server.url, newName('d'), newName('e'), from(ip)),
      );
      return () => {
        const text = newName('text');
        client.say(text);
        return outcome(
          client.heard.find((one) => one.text === text),
          client.refusal(),
        );
      };
    };
    return { own: await asking(), other: await asking() };
  },
  newConversation: async () => {
    const ip = address();
    const asking = async (): Promise<Ask> => {
      const client = await kept(DirectClient.open(server.url, newName('d'), from(ip)));
      return () => client.join(newName('e')).then(() => null, wordsIn);
    };
    return { own: await asking(), other: await asking() };
  },
  join: async () => {
    const ip = address();
    const asking = async (): Promise<Ask> => {
      const client = await kept(DirectClient.open(server.url, newName('d'), from(ip)));
      const friend = newName('e');
      return () => client.join(friend).then(() => null, wordsIn);
    };
    return { own: await asking(), other: await asking() };
  },
  read: async () => {
    const client = await kept(
      DirectClient.enter(server.url, newName('d'), newName('e'), from(address())),
    );
    const own = () => {
      client.emit('fetch_messages', { roomId: client.roomId });
      return outcome(
        client.events.next((one) => one.event === 'more_messages'),
        client.refusal(),
      );
    };
    return { own };
  },
  frame: async () => {
    const client = await kept(DirectClient.open(server.url, newName('d'), from(address())));
    const own = async () => {
      client.emit('send_message', { nothing: true });
      const text = await client.refusal();
      return text.startsWith('Rate limit') ? text : null;
    };
    return { own };
  },
};

const wordsIn = (error: unknown) => (error instanceof Error ? error.message : String(error));

const PLATFORM = {
  messageBySocket: async () => {
    const id = newName('p');
    const asking = async (userId: string, options = {}): Promise<Ask> => {
      const client = await kept(PlatformClient.enter(server.wsUrl, userId, options));
      return () => {
        const text = newName('text');
        client.say(text);
        return outcome(
          client.heard.find((one) => one.text === text),
          client.refusal(),
        );
      };
    };
    return {
      own: await asking(id),
      other: await asking(newName('p')),
      namesake: await asking(id, { token: shopKey, roomId: shopRoom }),
    };
  },
  messageByCall: async () => {
    const id = newName('p');
    const asking =
      (sender: string, secret: string = SANDBOX.apiKey, roomId: string = SANDBOX.roomId): Ask =>
      () =>
        call(`/api/v1/rooms/${roomId}/messages`, {
          method: 'POST',
          body: { sender_id: sender, sender_name: sender, content: 'x' },
          headers: key(secret),
        });
    return {
      own: asking(id),
      other: asking(newName('p')),
      namesake: asking(id, shopKey, shopRoom),
    };
  },
  editByCall: async () => {
    const edits = async (
      appId: string,
      roomId: string,
      secret: string,
      id: string,
    ): Promise<Ask> => {
      const sender = { id, appId, name: id, avatarUrl: null, kind: 'external' } as const;
      const said = await message(roomId, appId, systemActor(appId, sender));
      return () =>
        call(`/api/v1/messages/${said.id}`, {
          method: 'PUT',
          body: { content: newName('text') },
          headers: key(secret),
        });
    };
    const id = newName('p');
    return {
      own: await edits(SANDBOX.appId, SANDBOX.roomId, SANDBOX.apiKey, id),
      other: await edits(SANDBOX.appId, SANDBOX.roomId, SANDBOX.apiKey, newName('p')),
      namesake: await edits('shop', shopRoom, shopKey, id),
    };
  },
  deletion: async () => {
    const asking = async (id: string): Promise<Ask> => {
      const client = await kept(PlatformClient.enter(server.wsUrl, id));
      const sender = {
        id,
        appId: SANDBOX.appId,
        name: id,
        avatarUrl: null,
        kind: 'external',
      } as const;
      return async () => {
        const said = await message(
          SANDBOX.roomId,
          SANDBOX.appId,
          systemActor(SANDBOX.appId, sender),
        );
        client.send('delete', { message_id: said.id });
        return outcome(
          client.frames.next(({ type }) => type === 'ack'),
          client.refusal(),
        );
      };
    };
    return { own: await asking(newName('p')), other: await asking(newName('p')) };
  },
  reaction: async () => {
    const said = await message(SANDBOX.roomId, SANDBOX.appId);
    const asking = async (): Promise<Ask> => {
      const client = await kept(PlatformClient.enter(server.wsUrl, newName('p')));
      return () => {
        client.send('react', { message_id: said.id, emoji: '👍' });
        return outcome(
          client.frames.next(({ type }) => type === 'ack'),
          client.refusal(),
        );
      };
    };
    return { own: await asking(), other: await asking() };
  },
  membership: async () => {
    const asking =
      (id: string, secret: string = SANDBOX.apiKey, roomId: string = SANDBOX.roomId): Ask =>
      () =>
        call(`/api/v1/rooms/${roomId}/join`, {
          method: 'POST',
          body: { user_id: id },
          headers: key(secret),
        });
    const id = newName('p');
    return {
      own: asking(id),
      other: asking(newName('p')),
      namesake: asking(id, shopKey, shopRoom),
    };
  },
  frame: async () => {
    const asking = async (): Promise<Ask> => {
      const client = await kept(PlatformClient.enter(server.wsUrl, newName('p')));
      return async () => {
        client.send('ping', {});
        const closed = client.closed.then(({ code, reason }) => `${code} ${reason}`);
        return Promise.race([
          client.frames
            .next(({ type }) => type === 'pong')
            .then(
              () => null,
              () => closed,
            ),
          closed,
        ]);
      };
    };
    return { own: await asking(), other: await asking() };
  },
};

/** What counts by address: `other` comes from another one. */
function fromTwo(ask: (ip: string) => Promise<string | null>): Asking {
  const [here, there] = [address(), address()];
  return { own: () => ask(here), other: () => ask(there) };
}

const wrong = () => ({ url: byAddress.url, headers: { 'x-admin-key': 'wrong' } });
let doors = 0;

const ADDRESSES = {
  connect: async () =>
    fromTwo(async (ip) => {
      const client = LobbyClient.enter(byAddress.wsUrl, newName('lena'), from(ip));
      return client.then(
        async (let_in) => {
          await let_in[Symbol.asyncDispose]();
          return null;
        },
        (error: unknown) => wordsIn(error),
      );
    }),
  refusedConnect: async () =>
    fromTwo(async (ip) => {
      const options = { ...from(ip), auth: { token: 'wrong' }, transports: ['polling' as const] };
      // Polls count as connections too: of those there are enough for this.
      const text = await DirectClient.open(byAddress.url, 'x', options).then(() => '', wordsIn);
      return text === 'Unauthorized' ? null : text;
    }),
  signIn: async () =>
    fromTwo((ip) =>
      call('/users/login', {
        url: byAddress.url,
        ip,
        method: 'POST',
        body: { username: 'nobody', password: 'whatever' },
      }),
    ),
  guestSignIn: async () =>
    fromTwo((ip) =>
      call('/users/login', { url: byAddress.url, ip, method: 'POST', body: { guest: 1 } }),
    ),
  communityCall: async () => fromTwo((ip) => call('/rooms', { url: byAddress.url, ip })),
  socketAddress: async () => fromTwo((ip) => call('/websocket', { url: byAddress.url, ip })),
  platformCallOfNobody: async () =>
    fromTwo((ip) =>
      call('/api/v1/rooms', { url: byAddress.url, ip, headers: key('sk_test_wrong') }),
    ),
  wrongOperatorKey: async () =>
    fromTwo((ip) => {
      const paths = ['/api/admin/me', '/api/v1/clients', '/api/admin/me'];
      const path = paths[doors++ % paths.length] ?? '';
      return call(path, {
        ...wrong(),
        ip,
        ...(path.endsWith('clients') && { method: 'POST', body: { name: 'x' } }),
      });
    }),
  documentForHost: async () => fromTwo(documentFor),
};

/** `fetch` sends no other host than the one it asks. */
async function documentFor(ip: string): Promise<string | null> {
  const { hostname, port } = new URL(byAddress.url);
  const headers = { host: newName('h'), 'x-forwarded-for': ip };
  const asked = request({ hostname, port, path: '/docs/openapi.json', headers }).end();
  const [answer] = await once(asked, 'response');
  let text = '';
  for await (const part of answer) text += part;
  return answer.statusCode === 200 ? null : text;
}

const platformCall = async () => {
  const token = async (userId: string) =>
    byAddress.core.apps.issueUserToken(
      systemActor(SANDBOX.appId),
      { userId, userName: null, rooms: null },
      Date.now() + 60_000,
    );
  const asking =
    (secret: string): Ask =>
    () =>
      call('/api/v1/rooms', { url: byAddress.url, headers: bearer(secret) });
  return { own: asking(await token('one')), other: asking(await token('two')) };
};

type Doors<Table> = Readonly<Record<keyof Table, Readonly<Record<string, () => Promise<Asking>>>>>;

/** Each command of the core and of each protocol, and the doors that it comes by. A command that is not here does not compile. */
const DOORS = {
  core: {
    deletion: {
      'community rest': COMMUNITY.deletionByCall,
      'platform websocket': PLATFORM.deletion,
    },
    reaction: { wall: WALL.reaction, 'platform websocket': PLATFORM.reaction },
    newRoom: { 'community rest': COMMUNITY.newRoom },
    newConversation: { 'direct socket.io': DIRECT.newConversation },
    rename: { 'community rest': COMMUNITY.rename },
    membership: { 'platform rest': PLATFORM.membership },
    moderation: {
      'community rest': COMMUNITY.moderation,
      'community rest, of many messages': COMMUNITY.cleanup,
    },
    join: { 'community socket.io': COMMUNITY.join, 'direct socket.io': DIRECT.join },
    connect: { websocket: ADDRESSES.connect },
    refusedConnect: { 'socket.io': ADDRESSES.refusedConnect },
    wrongOperatorKey: { 'admin and platform': ADDRESSES.wrongOperatorKey },
    documentForHost: { 'docs/*.json': ADDRESSES.documentForHost },
  } satisfies Doors<typeof BUDGETS>,
  lobby: {
    message: { websocket: LOBBY.message },
    frame: { websocket: LOBBY.badFrame },
  } satisfies Doors<typeof LOBBY_BUDGETS>,
  reactions: {
    message: { websocket: WALL.message },
    frame: { websocket: WALL.badFrame },
  } satisfies Doors<typeof REACTIONS_BUDGETS>,
  community: {
    message: { 'socket.io': COMMUNITY.messageBySocket, rest: COMMUNITY.messageByCall },
    event: { 'socket.io': COMMUNITY.event },
    frame: { 'socket.io, retries': COMMUNITY.retries },
    call: { rest: ADDRESSES.communityCall, websocket: ADDRESSES.socketAddress },
    signIn: { 'community rest': ADDRESSES.signIn },
    guestSignIn: { 'community rest': ADDRESSES.guestSignIn },
  } satisfies Doors<typeof COMMUNITY_BUDGETS>,
  direct: {
    message: { 'socket.io': DIRECT.message },
    read: { 'socket.io': DIRECT.read },
    frame: { 'socket.io': DIRECT.frame },
  } satisfies Doors<typeof DIRECT_BUDGETS>,
  platform: {
    message: {
      websocket: PLATFORM.messageBySocket,
      rest: PLATFORM.messageByCall,
      'rest, editing': PLATFORM.editByCall,
    },
    frame: { websocket: PLATFORM.frame },
    call: { rest: platformCall },
    callOfNobody: { rest: ADDRESSES.platformCallOfNobody },
  } satisfies Doors<typeof PLATFORM_BUDGETS>,
};
const TABLES: Readonly<Record<keyof typeof DOORS, BudgetTable>> = {
  core: BUDGETS,
  lobby: LOBBY_BUDGETS,
  reactions: REACTIONS_BUDGETS,
  community: COMMUNITY_BUDGETS,
  direct: DIRECT_BUDGETS,
  platform: PLATFORM_BUDGETS,
};

function maxOf([rate]: Budget['rates']): number {
  if (rate === undefined) return 0;
  return (MAX[rate.limit] ?? 0) * (rate.times === undefined ? 1 : (MAX[rate.times] ?? 1));
}

const ROWS = Object.entries(TABLES).flatMap(([of, table]) =>
  Object.entries<Doors<BudgetTable>>(DOORS)
    .filter(([name]) => name === of)
    .flatMap(([, doors]) => Object.entries(doors))
    .flatMap(([command, ways]) =>
      Object.entries(ways).map(([door, make]) => ({
        command: `${of} ${command}`,
        max: maxOf(table[command]?.rates ?? []),
        door,
        make,
      })),
    ),
);

describe('the budget of', () => {
  test.each(ROWS)(
    '$command by $door: beyond it one is refused, and nobody else',
    async ({ max, make }) => {
      const { own, other, namesake }: Asking = await make();
      let count = 0;
      let refusal: string | null = null;
      for (; refusal === null && count < 50; count++) refusal = await own();
      expect({ count: count - 1, refusal }).toEqual({
        count: max,
        refusal: expect.stringMatching(/Rate limit|too many wrong keys|429/i),
      });
      if (other !== undefined) expect(await other()).toBeNull();
      if (namesake !== undefined) expect(await namesake()).toBeNull();
    },
  );
});
