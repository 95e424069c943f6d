import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ServerFrame as LobbyFrame } from '../src/protocols/lobby/schema.ts';
import { ServerFrame as ReactionsFrame } from '../src/protocols/reactions/schema.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  const limits = {
    lobbyMessagesPerMinute: 1_000_000,
    reactionsMessagesPerMinute: 1_000_000,
    reactionsTogglesPerMinute: 1_000_000,
  };
  server = await startTestServer({ settings: { limits } });
});
afterAll(() => server[Symbol.asyncDispose]());

const endpoints = [
  {
    name: 'lobby',
    path: '/ws/chat/',
    frame: Compile(LobbyFrame),
    say: (text: string): object => ({ message: text }),
    hears: (frame: { message?: unknown }, text: string) => frame.message === text,
    errors:
      /^(Invalid JSON format|Message is required|Invalid client_key|Message cannot be empty|Message too long \(max 4000 characters\))$/,
    errorOf: (frame: { message: string }) => frame.message,
    keys: ['message', 'client_key'],
  },
  {
    name: 'reactions',
    path: '/ws',
    frame: Compile(ReactionsFrame),
    say: (text: string): object => ({ type: 'send_message', data: { text } }),
    hears: (frame: { data?: { text?: unknown } }, text: string) => frame.data?.text === text,
    errors:
      /^(Invalid message format|message text cannot be empty|message too long \(max 500 characters\)|message not found|invalid emoji|too many different reactions \(max 50\))$/,
    errorOf: (frame: { data: { error: string } }) => frame.data.error,
    keys: ['type', 'data', 'text', 'author_name', 'message_id', 'emoji', 'client_key'],
  },
] as const;

/** Text, bytes, JSON, and JSON that nearly is a frame of the protocol. */
function frames(keys: readonly string[]): fc.Arbitrary<string | Uint8Array> {
  const words = fc.constantFrom('send_message', 'add_reaction', 'message', '👍', '', '__proto__');
  const text = fc.oneof(words, fc.uuid(), fc.string({ unit: 'binary', maxLength: 600 }));
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

test.each(endpoints)(
  '$name: whatever comes is answered as documented, and harms nobody else',
  async (endpoint) => {
    const { path, frame, say, hears, errors, errorOf, keys } = endpoint;
    await using other = await FrameClient.open(
      `${server.wsUrl}${path}${path.endsWith('/') ? 'other' : ''}`,
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(frames(keys), { minLength: 1, maxLength: 8 }), async (wild) => {
        await using client = await FrameClient.open(
          `${server.wsUrl}${path}${path.endsWith('/') ? 'wild' : ''}`,
        );
        for (const data of wild) client.sendRaw(data);
        // Still served: what it says behind all that comes through, to it and to another.
        const end = `end ${++round}`;
        client.send(say(end));
        for (const reader of [client, other]) {
          for (let seen = await reader.next(); ; seen = await reader.next()) {
            expect(frame.Errors(seen)).toEqual([]);
            if (seen.type === 'error') expect(errorOf(seen)).toMatch(errors);
            if (seen.type === 'error') expect(reader).toBe(client);
            if (hears(seen, end)) break;
          }
        }
      }),
      { numRuns: 60 },
    );
  },
);

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
