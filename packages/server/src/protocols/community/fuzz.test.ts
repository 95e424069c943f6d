import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { SERVER_EVENTS, type ServerEventName } from './schema.ts';
import { QUICK } from './testing/api.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK });
});
afterAll(() => server[Symbol.asyncDispose]());

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
  expect(Object.keys(SERVER_EVENTS).sort()).toEqual([...names].sort());
});
