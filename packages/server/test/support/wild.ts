/** What a client may send that no document has: anything, and what is nearly right. */
import fc from 'fast-check';
import { SERVER_FRAMES as PLATFORM } from '../../src/protocols/platform/server-schema.ts';
import { INVALID_FRAMES, VALID_FRAMES } from '../../src/protocols/platform/testing/vectors.ts';

/** A frame as it goes, or an event with its arguments. */
export type Wild = string | Uint8Array | readonly [event: string, args: readonly unknown[]];

const words = fc.constantFrom('send_message', 'add_reaction', 'message', '👍', '', '__proto__');
const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 600 }) },
  fc.string({ unit: 'grapheme', maxLength: 50 }),
  words,
  fc.uuid(),
  fc.constantFrom('\ud83d', '\u0000', '!', '!ban', '"', 'constructor', 'x'.repeat(5000)),
);

/** Text, bytes, JSON, and JSON that nearly is a frame of the protocol. */
export function frames(keys: readonly string[]): fc.Arbitrary<string | Uint8Array> {
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
export function platformFrames(): fc.Arbitrary<string> {
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

export function communityEvents(): fc.Arbitrary<Wild> {
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

export function directEvents(): fc.Arbitrary<Wild> {
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
