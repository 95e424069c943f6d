import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { SERVER_EVENTS, type ServerEventName } from './schema.ts';
import { type Account, enter, makeRoom, QUICK, register } from './testing/api.ts';

let server: TestServer;
let owner: Account;
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK });
  owner = await register(server, 'owner');
});
afterAll(() => server[Symbol.asyncDispose]());

const shapes = new Map(
  Object.entries(SERVER_EVENTS).map(([name, schema]) => [name, Compile(schema)]),
);

/** What of it is not as the API spec says. */
function undocumented(log: EventClient['log']): string[] {
  return log.flatMap(([name, payload]) => {
    const isDocumented = shapes.get(name)?.Check(payload) === true;
    return isDocumented ? [] : [`${name} ${JSON.stringify(payload)}`];
  });
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.string({ unit: 'grapheme', maxLength: 50 }),
  fc.constantFrom('\ud83d', '\u0000', '!', '!ban', '"', '__proto__', 'x'.repeat(5000)),
);
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
const event = fc.tuple(
  fc.constantFrom(
    ...['login', 'logout', 'join', 'sendMessage', 'typing', 'react', 'editMessage'],
    'deleteMessage',
  ),
  fc.array(payload, { maxLength: 2 }),
);

test('arbitrary events get documented answers, and harm nobody', async () => {
  const uid = await makeRoom(owner);
  await using witness = await enter(server, null, uid);
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(event, { maxLength: 20 }), async (isIn, events) => {
      const account = isIn ? await register(server) : null;
      await using client =
        account === null ? await EventClient.open(server.url) : await enter(server, account, uid);
      for (const [name, args] of events) client.emit(name, ...args);
      const [error] = await client.ask('sendMessage', { text: '!echo alive' }).then(
        () => [null],
        (reason) => [reason],
      );
      expect(error).toBeNull();
      expect(undocumented(client.log)).toEqual([]);
    }),
    { numRuns: 60 },
  );
  expect(undocumented(witness.log)).toEqual([]);
  await owner.api.post('/messages', { room: uid, message: 'all is well' });
  // What the others have said may still be on its way.
  let heard: string;
  do heard = (await witness.next('message')).message;
  while (heard !== 'all is well');
});

test('arbitrary handshakes are admitted or refused, no more', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.jsonValue(),
      async (more, since) => {
        const auth = { ...more, since };
        const opening = EventClient.open(server.url, { auth });
        await opening.then(
          (client) => client[Symbol.asyncDispose](),
          (error) => expect(error.message).toMatch(/since|Unauthorized/),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test('every event of the API spec is one that is sent', () => {
  const names: readonly ServerEventName[] = [
    ...(['auth_updated', 'user_updated', 'room_updated', 'room_messages', 'room_users'] as const),
    ...(['message', 'message_deleted', 'room_purged', 'system', 'error'] as const),
    ...(['message_updated', 'reaction_updated', 'room_deleted', 'resumed', 'resync'] as const),
    ...(['typing_changed', 'restriction', 'room_left'] as const),
  ];
  expect([...shapes.keys()].sort()).toEqual([...names].sort());
});
