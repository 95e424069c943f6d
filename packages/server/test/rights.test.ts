/**
 * Rights that narrow reach live connections, at once: every event that can narrow them × every protocol × live, joining
 * in that moment, resuming in that moment, by REST. A new event or protocol that is not in these tables does not compile.
 */
import { DEFAULT_APP_ID, type Room } from '@koine/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createActor, systemActor } from '../src/core/actor.ts';
import { roomDraft } from '../src/core/rooms.ts';
import type { ProtocolName } from '../src/protocols/list.ts';
import { SANDBOX } from '../src/server/sandbox.ts';
import { directRoom } from '../src/testing/actors.ts';
import { sendText } from '../src/testing/messages.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { waitForText } from './clients/chat-client.ts';
import { CommunityClient } from './clients/community-client.ts';
import { DirectClient, type DirectEvent } from './clients/direct-client.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { PlatformClient } from './clients/platform-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { CommunityApi } from './clients/rest.ts';
import { type Case, narrowingCases, type Scene } from './support/narrowing.ts';
import { UNLIMITED } from './support/settings.ts';

const HOUR_MS = 3_600_000;

const { appId } = SANDBOX;

let server: TestServer;
let runs = 0;
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: UNLIMITED } });
  holdReads();
});
afterAll(() => server[Symbol.asyncDispose]());

interface Way {
  /** A room of their own, and who they are in it. */
  prepare(): Promise<Scene>;
  /** How many times joining asks for access: the last of them is held. */
  readonly reads: number;
  open(scene: Scene, isResuming: boolean): Promise<AnyClient>;
  /** Resolves when the client is let in, or not. */
  arrived(client: AnyClient): Promise<unknown>;
  /** Resolves when nothing that was on its way is left. `null`: the protocol closes whom it puts out. */
  readonly barrier: ((client: AnyClient) => Promise<unknown>) | null;
  /** The status of a call for the room's messages; `null`: the protocol has none. */
  readonly rest: ((scene: Scene) => Promise<number>) | null;
}

async function bridgedRoom(): Promise<Room> {
  const draft = roomDraft(`Room ${runs}`, { bridged: true });
  return server.core.rooms.create(systemActor(appId), draft);
}

const WAYS = {
  lobby: {
    prepare: async () => ({ room: await bridgedRoom(), userId: `lobby:eve${++runs}`, token: '' }),
    reads: 1,
    open: ({ room, userId }, isResuming) =>
      LobbyClient.open(server.wsUrl, userId.slice('lobby:'.length), {
        room: room.uid,
        ...(isResuming && { since: 0 }),
      }),
    arrived(client) {
      if (client.protocol !== 'lobby') throw another(client);
      return Promise.race([client.closed, client.frames.find(() => true)]);
    },
    barrier: null,
    rest: null,
  },
  reactions: {
    prepare: async () => ({ room: await bridgedRoom(), userId: `${++runs}`, token: '' }),
    reads: 1,
    open: ({ room }, isResuming) =>
      ReactionsClient.open(server.wsUrl, { room: room.uid, ...(isResuming && { since: 0 }) }),
    arrived(client) {
      if (client.protocol !== 'reactions') throw another(client);
      client.sendRaw('hello?');
      return Promise.race([client.closed, client.frames.find(({ type }) => type === 'error')]);
    },
    barrier: null,
    rest: null,
  },
  community: {
    async prepare() {
      const api = await new CommunityApi(server.url).register(`eve.${++runs}`);
      return { room: await bridgedRoom(), userId: api.user.uid, token: api.token };
    },
    reads: 2,
    async open({ room, token }, isResuming) {
      const since = isResuming ? { since: { [room.uid]: 0 } } : {};
      const client = await CommunityClient.open(server.url, { token, ...since });
      client.emit('join', { uid: room.uid });
      return client;
    },
    arrived: (client) => echoed(client),
    barrier: (client) => echoed(client),
    rest: async ({ room, token }) =>
      (await new CommunityApi(server.url, token).call('GET', `/rooms/${room.uid}/messages`)).status,
  },
  direct: {
    async prepare() {
      const userId = `eve${++runs}`;
      const room = await directRoom(server.core, DEFAULT_APP_ID, userId, `friend${runs}`);
      return { room, userId, token: '' };
    },
    reads: 1,
    async open({ room, userId }, isResuming) {
      const since = isResuming ? { since: { [room.id]: 0 } } : {};
      const client = await DirectClient.open(server.url, userId, since);
      const targetUserId = room.pair?.find((id) => id !== userId) ?? '';
      client.emit('join_chat', { userId, targetUserId });
      return client;
    },
    arrived: (client) => refused(client),
    barrier: (client) => refused(client),
    rest: null,
  },
  platform: {
    async prepare() {
      const userId = `eve${++runs}`;
      await server.core.users.create(
        systemActor(appId),
        { id: userId, displayName: userId, avatarUrl: null, meta: {} },
        'keep',
      );
      const room = await bridgedRoom();
      await server.core.members.join(userActor(appId, userId), room.id);
      const user = { userId, userName: null, rooms: null };
      const token = await server.core.apps.issueUserToken(
        systemActor(appId),
        user,
        Date.now() + HOUR_MS,
      );
      return { room, userId, token };
    },
    reads: 2,
    open: ({ room, userId, token }, isResuming) =>
      PlatformClient.open(server.wsUrl, userId, {
        roomId: room.id,
        token,
        ...(isResuming && { since: 0 }),
      }),
    arrived(client) {
      if (client.protocol !== 'platform') throw another(client);
      return Promise.race([client.closed, client.frames.find(() => true)]);
    },
    barrier: null,
    async rest({ room, token }) {
      const url = `${server.url}/api/v1/rooms/${room.id}/messages`;
      return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status;
    },
  },
} as const satisfies Record<ProtocolName, Way>;
const PROTOCOLS: readonly ProtocolName[] = [
  'lobby',
  'reactions',
  'community',
  'direct',
  'platform',
];

function userActor(app: string, id: string) {
  return createActor({
    appId: app,
    user: { id, appId: app, name: id, avatarUrl: null, kind: 'external' },
    power: 'user',
    roles: [],
    ip: '127.0.0.1',
    rooms: null,
    choosesId: false,
  });
}

/** Joins that have been found to be allowed and do not know it yet. */
interface Hold {
  readonly roomId: string;
  /** Questions that pass before the one that is held. */
  passing: number;
  readonly reached: () => void;
  readonly opened: Promise<void>;
}
let hold: Hold | null = null;

/** The answer of a question of access can be held up: what happens meanwhile, the asker does not see. */
function holdReads(): void {
  const { access } = server.core;
  const read = access.read.bind(access);
  access.read = async (actor, roomId) => {
    const rules = await read(actor, roomId);
    if (hold === null || actor.power !== 'user' || hold.roomId !== roomId) return rules;
    if (hold.passing-- > 0) return rules;
    const { opened, reached } = hold;
    hold = null;
    reached();
    await opened;
    return rules;
  };
}

type AnyClient = LobbyClient | ReactionsClient | CommunityClient | DirectClient | PlatformClient;

function another(client: AnyClient): Error {
  return new Error(`a client of ${client.protocol}`);
}

async function echoed(client: AnyClient): Promise<void> {
  if (client.protocol !== 'community') throw another(client);
  const text = `barrier ${++runs}`;
  client.emit('sendMessage', { text: `!echo ${text}` });
  await client.events.find((one) => one.event === 'system' && one.data.text === text);
}

/** Each error of this kind stands for one question. */
async function refused(client: AnyClient): Promise<void> {
  if (client.protocol !== 'direct') throw another(client);
  const isAnswer = (one: DirectEvent) =>
    one.event === 'error' && one.data.message.startsWith('user id must');
  const count = client.events.all.filter(isAnswer).length;
  client.emit('register_user', 5);
  await client.events.count(count + 1, isAnswer);
}

/** Whether the client receives what is sent now in the room. */
async function stillReceives({ room }: Scene, way: Way, client: AnyClient): Promise<boolean> {
  const text = `said ${++runs}`;
  try {
    await sendText(server.core, systemActor(room.appId), room.id, text);
  } catch (error) {
    // Of the bundle's own class, where the bundle is tested.
    if (!(error instanceof Error && 'code' in error && error.code === 'roomNotFound')) throw error;
  }
  const received = waitForText(client, text).then(
    () => true,
    () => false,
  );
  const end = way.barrier === null ? client.closed : way.barrier(client);
  return Promise.race([received, end.then(() => false)]);
}

const rows = Object.entries(narrowingCases(() => server.core, appId)).flatMap(([event, cases]) =>
  cases.flatMap((one) =>
    PROTOCOLS.filter((protocol) => one.fates[protocol] !== 'none').map(
      (protocol) => [event, one.name, protocol, one] as const,
    ),
  ),
);

async function scene(
  one: Case,
  protocol: ProtocolName,
  run: (at: Scene, way: Way) => Promise<void>,
) {
  const way: Way = WAYS[protocol];
  const usual = await way.prepare();
  const at = one.token === undefined ? usual : { ...usual, token: await one.token() };
  try {
    await run(at, way);
  } finally {
    await one.undo?.(at);
  }
}

describe('live', () => {
  test.each(rows)('%s: %s, in %s', async (_event, _name, protocol, one) => {
    await scene(one, protocol, async (at, way) => {
      await using client = await way.open(at, false);
      await way.arrived(client);
      expect(await stillReceives(at, way, client)).toBe(true);
      await one.narrow(at, protocol);
      expect(await stillReceives(at, way, client)).toBe(one.fates[protocol] === 'in');
    });
  });
});

describe.each([
  ['joining', false],
  ['resuming', true],
] as const)('%s in that moment', (_moment, isResuming) => {
  test.each(rows)('%s: %s, in %s', async (_event, _name, protocol, one) => {
    await scene(one, protocol, async (at, way) => {
      const reached = Promise.withResolvers<void>();
      const opened = Promise.withResolvers<void>();
      const passing = way.reads - 1;
      hold = { roomId: at.room.id, passing, reached: reached.resolve, opened: opened.promise };
      await using client = await way.open(at, isResuming);
      await reached.promise;
      await one.narrow(at, protocol);
      opened.resolve();
      await way.arrived(client);
      expect(await stillReceives(at, way, client)).toBe(one.fates[protocol] === 'in');
    });
  });
});

describe('by REST', () => {
  test.each(rows.filter(([, , protocol]) => WAYS[protocol].rest !== null))(
    '%s: %s, in %s',
    async (_event, _name, protocol, one) => {
      await scene(one, protocol, async (at, way) => {
        expect(await way.rest?.(at)).toBe(200);
        await one.narrow(at, protocol);
        const status = (await way.rest?.(at)) ?? 0;
        expect(status < 300).toBe(one.fates[protocol] === 'in');
      });
    },
  );
});
