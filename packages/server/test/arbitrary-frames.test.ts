/** Whatever comes is answered as documented, and harms no other client: the same for every protocol. One without its row does not compile. */
import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SERVER_EVENTS as COMMUNITY } from '../src/protocols/community/schema.ts';
import { SERVER_EVENTS as DIRECT } from '../src/protocols/direct/schema.ts';
import type { ProtocolName } from '../src/protocols/list.ts';
import { SERVER_FRAMES as LOBBY } from '../src/protocols/lobby/schema.ts';
import { SERVER_FRAMES as PLATFORM } from '../src/protocols/platform/server-schema.ts';
import { SERVER_FRAMES as REACTIONS } from '../src/protocols/reactions/schema.ts';
import { EventClient } from '../src/testing/event-client.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { CommunityApi } from './clients/rest.ts';
import { runs } from './support/long.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';
import {
  communityEvents,
  directEvents,
  frames,
  platformFrames,
  type Wild,
} from './support/wild.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: ONE_ROOM });
});
afterAll(() => server[Symbol.asyncDispose]());

interface Client extends AsyncDisposable {
  send(wild: Wild): void;
  /** Resolves once it has got what it said, behind all that it sent before. */
  says(text: string): Promise<void>;
  /** As `says`, for a client that what it sent may have led elsewhere. */
  isServed(text: string): Promise<void>;
  /** What it was sent: frames by type, events by name. */
  readonly received: readonly (readonly [name: string, payload: unknown])[];
}

interface Row {
  /** `isIn`: signed in and in a room, where a client may also be connected and no more. */
  enter(name: string, isIn: boolean): Promise<Client>;
  /** Attempts, and what is sent at most in each. */
  readonly counts: readonly [attempts: number, sent: number];
  readonly wild: fc.Arbitrary<Wild>;
  /** What there is, by its name; an API spec is made of the same. */
  readonly schemas: Readonly<Record<string, TSchema>>;
  /** What errors say, if all that they say is known. */
  readonly errors: RegExp | null;
}

const ROWS: Readonly<Record<ProtocolName, Row>> = {
  lobby: {
    enter: (name) => frameClient(`/ws/chat/${name}`, (message) => ({ message })),
    counts: [60, 8],
    wild: frames(['message', 'client_key', 'reply_to']),
    schemas: LOBBY,
    errors:
      /^(Invalid JSON format|Message is required|Invalid client_key|Invalid reply_to|Message not found|Message cannot be empty|Message too long \(max 4000 characters\))$/,
  },
  reactions: {
    enter: () => frameClient('/ws', (said) => ({ type: 'send_message', data: { text: said } })),
    counts: [60, 8],
    wild: frames(['type', 'data', 'text', 'author_name', 'message_id', 'emoji', 'client_key']),
    schemas: REACTIONS,
    errors:
      /^(Invalid message format|message text cannot be empty|message too long \(max 500 characters\)|message not found|invalid emoji|too many different reactions \(max 50\))$/,
  },
  platform: {
    enter: (name) =>
      frameClient(`/ws/${SANDBOX_ROOM}?token=${SANDBOX_KEY}&user_id=${name}`, (content) => ({
        type: 'message',
        data: { content },
      })),
    counts: [75, 8],
    wild: platformFrames(),
    schemas: PLATFORM,
    errors: null,
  },
  community: {
    enter: enterCommunity,
    counts: [60, 20],
    wild: communityEvents(),
    schemas: COMMUNITY,
    errors: null,
  },
  direct: {
    enter: enterDirect,
    counts: [150, 8],
    wild: directEvents(),
    schemas: DIRECT,
    errors: null,
  },
};

test.each(Object.entries(ROWS))(
  '%s: whatever comes is answered as documented, and harms no other client',
  async (_protocol, { enter, counts: [attempts, sent], wild, schemas, errors }) => {
    const shapes = new Map(Object.entries(schemas).map(([name, one]) => [name, Compile(one)]));
    const undocumented = ({ received }: Client) =>
      received
        .filter(([name, payload]) => {
          if (shapes.get(name)?.Check(payload) !== true) return true;
          return name === 'error' && errors !== null && !errors.test(errorOf(payload));
        })
        .map(([name, payload]) => `${name} ${JSON.stringify(payload)}`);
    await using other = await enter('other', true);
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(wild, { maxLength: sent }), async (isIn, all) => {
        await using client = await enter('wild', isIn);
        for (const one of all) client.send(one);
        round += 1;
        await client.isServed(`end ${round}`);
        await other.says(`still here ${round}`);
        expect(undocumented(client)).toEqual([]);
      }),
      runs(attempts),
    );
    expect(undocumented(other)).toEqual([]);
    expect(other.received.filter(([name]) => name === 'error')).toEqual([]);
  },
);

async function frameClient(path: string, sendText: (text: string) => object): Promise<Client> {
  const client = await FrameClient.open(server.wsUrl + path);
  const received: [string, unknown][] = [];
  const says = async (said: string) => {
    client.send(sendText(said));
    for (let isHeard = false; !isHeard; ) {
      const frame = await client.next();
      received.push([frame.type, frame]);
      isHeard = frame.type === 'message' && JSON.stringify(frame).includes(`"${said}"`);
    }
  };
  return {
    send(wild) {
      if (typeof wild === 'string' || wild instanceof Uint8Array) client.sendRaw(wild);
    },
    says,
    isServed: says,
    received,
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

async function enterCommunity(_name: string, isIn: boolean): Promise<Client> {
  const client = await EventClient.open(server.url);
  if (isIn) {
    const { token } = await new CommunityApi(server.url).guest();
    await client.ask('login', { token });
    await client.ask('join', { uid: MEETING_UID });
  }
  return eventClient(client, {
    send: (name, args) => client.emit(name, ...args),
    async says(said) {
      client.emit('sendMessage', { text: said });
      while ((await client.next('message')).message !== said);
    },
    // It may have left the room, or signed out.
    isServed: () => client.ask('sendMessage', { text: '!echo alive' }),
  });
}

async function enterDirect(name: string, isIn: boolean): Promise<Client> {
  const client = await EventClient.open(server.url);
  const conversation = { userId: name, targetUserId: 'friend' };
  const { roomId } = isIn ? await client.ask('join_chat', conversation) : { roomId: '' };
  const responses: ReturnType<EventClient['ask']>[] = [];
  return eventClient(client, {
    send: (event, args) => void responses.push(client.ask(event, ...args)),
    async says(body) {
      client.emit('send_message', { roomId, senderId: name, body });
      while ((await client.next('new_message')).body !== body);
    },
    // Each event has a response, and an error stands in an event too.
    async isServed() {
      expect(await client.ask('register_user', name)).toMatchObject({ ok: true });
      const errors = client.log.flatMap(([event, { message }]) =>
        event === 'error' ? [message] : [],
      );
      const failed = (await Promise.all(responses)).filter(({ ok }) => ok !== true);
      for (const one of failed)
        expect(one).toEqual({ ok: false, message: expect.stringMatching(/\S/) });
      expect(errors).toEqual(failed.map(({ message }) => message));
    },
  });
}

function eventClient(
  client: EventClient,
  {
    send,
    says,
    isServed,
  }: {
    send(name: string, args: readonly unknown[]): void;
    says(text: string): Promise<void>;
    isServed(): Promise<unknown>;
  },
): Client {
  return {
    send(wild) {
      if (typeof wild !== 'string' && !(wild instanceof Uint8Array)) send(...wild);
    },
    says,
    isServed: async () => {
      await isServed();
      expect(client.socket.connected).toBe(true);
    },
    received: client.log,
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

/** Lobby has its text at the top, reactions in `data`. */
function errorOf(payload: unknown): string {
  const found = /"(?:message|error)":"([^"]*)"/.exec(JSON.stringify(payload));
  return found?.[1] ?? '';
}

test.each(['lobby', 'reactions'] as const)(
  '%s: whatever the URL asks for, the server lives',
  async (name) => {
    const part = fc.oneof(fc.webFragments(), fc.string({ unit: 'grapheme', maxLength: 80 }));
    await fc.assert(
      fc.asyncProperty(part, part, part, async (id, room, since) => {
        const path = name === 'lobby' ? `/ws/chat/${encodeURIComponent(id)}` : '/ws';
        const query = new URLSearchParams({ room, since }).toString();
        await using client = await FrameClient.open(`${server.wsUrl}${path}?${query}`);
        expect(await client.next()).toMatchObject({ type: 'error' });
        expect(await client.closed).toMatchObject({ code: 1008 });
      }),
      runs(60),
    );
    await using client = await FrameClient.open(`${server.wsUrl}/ws/chat/afterwards`);
    expect(await client.next()).toMatchObject({ message: 'Welcome to the chat, afterwards!' });
  },
);

test.each(['/ws/chat/big', '/ws'])(
  '%s: too large a frame closes with 1009, for its sender only',
  async (path) => {
    await using other = await FrameClient.open(`${server.wsUrl}/ws/chat/calm`);
    await other.next();
    await using client = await FrameClient.open(server.wsUrl + path);
    client.sendRaw('x'.repeat(server.config.limits.frameBytesMax + 1));
    expect(await client.closed).toMatchObject({ code: 1009 });
    other.send({ message: 'still here' });
    for (let seen = await other.next(); seen.type !== 'message'; seen = await other.next());
  },
);
