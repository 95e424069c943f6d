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
import { INVALID_FRAMES, VALID_FRAMES } from '../src/protocols/platform/testing/vectors.ts';
import { SERVER_FRAMES as REACTIONS } from '../src/protocols/reactions/schema.ts';
import { EventClient } from '../src/testing/event-client.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { CommunityApi } from './clients/rest.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: ONE_ROOM });
});
afterAll(() => server[Symbol.asyncDispose]());

/** A frame as it goes, or an event with its arguments. */
type Wild = string | Uint8Array | readonly [event: string, args: readonly unknown[]];

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
  enter(name: string): Promise<Client>;
  readonly wild: fc.Arbitrary<Wild>;
  /** What there is, by its name; an API spec is made of the same. */
  readonly schemas: Readonly<Record<string, TSchema>>;
  /** What errors say, if all that they say is known. */
  readonly errors: RegExp | null;
}

const words = fc.constantFrom('send_message', 'add_reaction', 'message', '👍', '', '__proto__');
const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 600 }) },
  fc.string({ unit: 'grapheme', maxLength: 50 }),
  words,
  fc.uuid(),
  fc.constantFrom('\ud83d', '\u0000', '!', '!ban', '"', 'constructor', 'x'.repeat(5000)),
);

const ROWS: Readonly<Record<ProtocolName, Row>> = {
  lobby: {
    enter: (name) => frameClient(`/ws/chat/${name}`, (message) => ({ message })),
    wild: frames(['message', 'client_key', 'reply_to']),
    schemas: LOBBY,
    errors:
      /^(Invalid JSON format|Message is required|Invalid client_key|Message cannot be empty|Message too long \(max 4000 characters\))$/,
  },
  reactions: {
    enter: () => frameClient('/ws', (said) => ({ type: 'send_message', data: { text: said } })),
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
    wild: platformFrames(),
    schemas: PLATFORM,
    errors: null,
  },
  community: { enter: enterCommunity, wild: communityEvents(), schemas: COMMUNITY, errors: null },
  direct: { enter: enterDirect, wild: directEvents(), schemas: DIRECT, errors: null },
};

test.each(Object.entries(ROWS))(
  '%s: whatever comes is answered as documented, and harms no other client',
  async (_protocol, { enter, wild, schemas, errors }) => {
    const shapes = new Map(Object.entries(schemas).map(([name, one]) => [name, Compile(one)]));
    const undocumented = ({ received }: Client) =>
      received
        .filter(([name, payload]) => {
          if (shapes.get(name)?.Check(payload) !== true) return true;
          return name === 'error' && errors !== null && !errors.test(errorOf(payload));
        })
        .map(([name, payload]) => `${name} ${JSON.stringify(payload)}`);
    await using other = await enter('other');
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(wild, { minLength: 1, maxLength: 8 }), async (all) => {
        await using client = await enter('wild');
        for (const one of all) client.send(one);
        round += 1;
        await client.isServed(`end ${round}`);
        await other.says(`still here ${round}`);
        expect(undocumented(client)).toEqual([]);
      }),
      { numRuns: 60 },
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

async function enterCommunity(): Promise<Client> {
  const { token } = await new CommunityApi(server.url).guest();
  const client = await EventClient.open(server.url);
  await client.ask('login', { token });
  await client.ask('join', { uid: MEETING_UID });
  return eventClient(client, {
    async says(said) {
      client.emit('sendMessage', { text: said });
      while ((await client.next('message')).message !== said);
    },
    // It may have left the room, or signed out.
    isServed: () => client.ask('sendMessage', { text: '!echo alive' }),
  });
}

async function enterDirect(name: string): Promise<Client> {
  const client = await EventClient.open(server.url);
  const { roomId } = await client.ask('join_chat', { userId: name, targetUserId: 'friend' });
  return eventClient(client, {
    async says(body) {
      client.emit('send_message', { roomId, senderId: name, body });
      while ((await client.next('new_message')).body !== body);
    },
    isServed: async () =>
      expect(await client.ask('register_user', name)).toMatchObject({ ok: true }),
  });
}

function eventClient(
  client: EventClient,
  { says, isServed }: { says(text: string): Promise<void>; isServed(): Promise<unknown> },
): Client {
  return {
    send(wild) {
      if (typeof wild === 'string' || wild instanceof Uint8Array) return;
      const [name, args] = wild;
      client.emit(name, ...args);
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

/** Text, bytes, JSON, and JSON that nearly is a frame of the protocol. */
function frames(keys: readonly string[]): fc.Arbitrary<string | Uint8Array> {
  const key = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...keys) }, text);
  const leaf = fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null), fc.maxSafeInteger());
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  }));
  const near = fc.record({
    type: words,
    data: fc.dictionary(key, tree, { maxKeys: 5 }),
    message: fc.oneof(tree, fc.string({ maxLength: 5000 })),
  });
  return fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }).map((wild) => wild.toWellFormed()),
    fc.uint8Array({ maxLength: 300 }),
    fc.json(),
    tree.map((value) => JSON.stringify(value)),
    near.map((value) => JSON.stringify(value)),
    fc.integer({ min: 1, max: 20_000 }).map((depth) => '[{"data":'.repeat(depth).slice(0, 60_000)),
    fc.constantFrom('1e999', '-0', '"\\ud800"', '{"message":"\\ud800"}', '{"__proto__":null}'),
  );
}

/** As its own vectors, and close to them: right names, odd values. */
function platformFrames(): fc.Arbitrary<string> {
  const oddValue = fc.oneof(
    text,
    fc.jsonValue({ maxDepth: 6 }),
    fc.double(),
    fc.constantFrom(Number.MAX_VALUE, -0, null, true, [], {}, [[[]]]),
  );
  const nearlyFrame = fc.record(
    {
      type: fc.oneof(
        {
          weight: 8,
          arbitrary: fc.constantFrom(
            ...Object.keys(PLATFORM),
            'edit',
            'delete',
            'react',
            'read',
            'get_online_users',
            'ping',
          ),
        },
        { weight: 1, arbitrary: oddValue },
      ),
      data: fc.oneof(
        oddValue,
        fc.record(
          {
            content: oddValue,
            message_type: fc.oneof(fc.constant('text'), oddValue),
            meta: fc.oneof(fc.dictionary(text, oddValue), oddValue),
            client_key: oddValue,
            is_typing: fc.oneof(fc.boolean(), oddValue),
            message_id: oddValue,
            emoji: fc.oneof(fc.constantFrom('👍', '👨‍👩‍👧', '🏳️‍🌈'), oddValue),
            edit_reason: oddValue,
          },
          { requiredKeys: [] },
        ),
      ),
      timestamp: oddValue,
    },
    { requiredKeys: ['type'] },
  );
  return fc.oneof(
    nearlyFrame.map((frame) => JSON.stringify(frame)),
    fc.json({ maxDepth: 8 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom(...VALID_FRAMES, ...INVALID_FRAMES.map(([frame]) => frame)),
    fc
      .tuple(fc.constantFrom(...VALID_FRAMES), fc.nat(60), text)
      .map(([frame, at, odd]) => frame.slice(0, at) + odd + frame.slice(at + 1)),
    fc.constantFrom(
      '['.repeat(60_000),
      `{"type":"message","data":{"content":"x","meta":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}}`,
      `{"type":"message","data":{"content":"x","meta":{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}}}`,
      `{"type":"message","data":{"content":"${'\\ud800'.repeat(3000)}"}}`,
    ),
  );
}

function communityEvents(): fc.Arbitrary<Wild> {
  const command = fc
    .tuple(
      fc.constantFrom(
        ...['help', 'echo', 'login', 'logout', 'name', 'join', 'leave', 'room', 'slow', 'ban'],
        ...['unban', 'mod', 'unmod', 'purge', 'users', 'constructor', ''],
      ),
      fc.array(fc.oneof(text, fc.constantFrom('name', 'slow', '1d', '"a b"', '-5'))),
    )
    .map(([name, words]) => `!${name} ${words.join(' ')}`);
  const payload = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.record({ text: fc.oneof(text, command) }),
    fc.record({ text: fc.oneof(text, command), client_key: fc.jsonValue() }),
    fc.record({ uid: fc.oneof(text, fc.jsonValue()) }),
    fc.record({ token: fc.oneof(text, fc.jsonValue()) }),
    fc.record({ typing: fc.oneof(fc.boolean(), fc.jsonValue()) }),
    fc.record({
      id: fc.oneof(fc.nat(20), fc.double(), fc.jsonValue()),
      emoji: fc.oneof(fc.constantFrom('👍', 'no'), text),
      text,
    }),
  );
  return fc.tuple(
    fc.constantFrom(
      ...['login', 'logout', 'join', 'sendMessage', 'typing', 'react', 'editMessage'],
      'deleteMessage',
    ),
    fc.array(payload, { maxLength: 2 }),
  );
}

function directEvents(): fc.Arbitrary<Wild> {
  const event = fc.constantFrom('register_user', 'join_chat', 'send_message', 'fetch_messages');
  const key = fc.constantFrom(
    'userId',
    'targetUserId',
    'roomId',
    'senderId',
    'body',
    'limit',
    '__proto__',
  );
  const payload = fc.oneof(
    fc.jsonValue({ noUnicodeString: false }),
    fc.dictionary(key, fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double()), {
      noNullPrototype: true,
    }),
  );
  return fc.tuple(event, fc.tuple(payload));
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
      { numRuns: 60 },
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
