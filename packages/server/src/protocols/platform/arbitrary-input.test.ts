import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FrameClient } from '../../testing/frame-client.ts';
import { CODES } from './errors.ts';
import { SERVER_FRAMES } from './server-schema.ts';
import {
  framesUpToNow,
  KEY,
  nextOf,
  type PlatformServer,
  ROOM,
  startPlatform,
} from './testing/platform-server.ts';

const validators = new Map(
  Object.entries(SERVER_FRAMES).map(([type, schema]) => [type, Compile(schema)]),
);
const CLOSE_CODES = [1003, 1009, 4001, 4002, 4003, 4004];

let platform: PlatformServer;
let watcher: FrameClient;
beforeAll(async () => {
  // No limits: what is looked for is not there.
  const limits = {
    platformMessagesPerMinute: 1e9,
    platformMessagesPerHour: 1e9,
    platformCallsPerMinute: 1e9,
    reactionsTogglesPerMinute: 1e9,
  };
  platform = await startPlatform({ settings: { limits } });
  watcher = await platform.enter('watcher');
});
afterAll(() => platform[Symbol.asyncDispose]());
beforeEach(async () => {
  await framesUpToNow(watcher);
});

/** Anyone else who is there goes on as before. */
async function expectOthersUnharmed(): Promise<void> {
  watcher.send({ type: 'message', data: { content: 'still here' } });
  for (const frame of [await nextOf(watcher, 'ack'), ...(await framesUpToNow(watcher))]) {
    expect(validators.get(frame.type)?.Check(frame), JSON.stringify(frame)).toBe(true);
    expect(frame.type).not.toBe('error');
  }
}

const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom('\ud800', '\udfff\ud800', '\u0000', '__proto__', 'constructor', ROOM),
);
const oddValue = fc.oneof(
  oddText,
  fc.jsonValue({ maxDepth: 6 }),
  fc.double(),
  fc.constantFrom(Number.MAX_VALUE, -0, null, true, [], {}, [[[]]]),
);
describe('over the WebSocket', () => {
  test('arbitrary bytes close with 1003', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await using client = await platform.enter('fuzz');
        client.sendRaw(bytes);
        expect((await client.closed).code).toBe(1003);
      }),
      { numRuns: 30 },
    );
    await expectOthersUnharmed();
  });

  test('arbitrary addresses are let in or refused with a documented close', async () => {
    const parameter = fc.oneof(oddText, fc.constantFrom(KEY, 'user_123', '0', '99999999999999999'));
    const query = fc.record(
      {
        token: fc.oneof(fc.constant(KEY), parameter),
        user_id: parameter,
        user_name: parameter,
        since: parameter,
      },
      { requiredKeys: [] },
    );
    const segment = fc.oneof(
      fc.constant(ROOM),
      oddText.filter((text) => !/^[./]*$/.test(text)),
    );
    await fc.assert(
      fc.asyncProperty(segment, query, async (room, params) => {
        const path = encodeURIComponent(room.toWellFormed()).replaceAll('%2F', '_');
        const url = `${platform.server.wsUrl}/ws/${path}?${new URLSearchParams(params)}`;
        await using client = await FrameClient.open(url);
        const first = await Promise.race([client.next(), client.closed]);
        if (first.code !== undefined) {
          expect(CLOSE_CODES).toContain(first.code);
          return;
        }
        expect(validators.get(first.type)?.Errors(first)).toEqual([]);
        if (first.type === 'error') expect(CLOSE_CODES).toContain((await client.closed).code);
        else expect(first.type).toBe('connection_status');
      }),
      { numRuns: 150 },
    );
    await expectOthersUnharmed();
  });
});

describe('over REST', () => {
  const CALLS = [
    'POST /clients',
    'GET /clients/me',
    'PUT /clients/me',
    'POST /users',
    'GET /users',
    'GET /users/@',
    'PUT /users/@',
    'DELETE /users/@',
    'POST /tokens',
    'POST /rooms',
    'GET /rooms',
    'GET /rooms/@',
    'PUT /rooms/@',
    'POST /rooms/@/join',
    'POST /rooms/@/leave',
    'GET /rooms/@/participants',
    'POST /rooms/@/participants',
    'PUT /rooms/@/participants/@',
    'DELETE /rooms/@/participants/@',
    'GET /rooms/@/online',
    'POST /rooms/@/messages/',
    'GET /rooms/@/messages/',
    'GET /rooms/@/messages/@',
    'PUT /rooms/@/messages/@',
    'DELETE /rooms/@/messages/@',
    'POST /messages',
    'GET /messages',
    'PUT /messages/@',
    'DELETE /messages/@',
    'POST /notifications',
    'GET /notifications',
    'GET /notifications/@',
    'PUT /notifications/@/read',
    'PATCH /@',
  ];
  const FIELDS = [
    'name',
    'user_id',
    'user_name',
    'avatar_url',
    'meta',
    'rooms',
    'expires_in',
    'description',
    'room_type',
    'participants',
    'bridged',
    'role',
    'sender_id',
    'sender_name',
    'content',
    'message_type',
    'client_key',
    'edit_reason',
    'room_id',
    'title',
    'action_url',
    'priority',
    'icon',
  ];
  const likelyValue = fc.constantFrom<unknown>(
    'x',
    'user_123',
    ROOM,
    'public',
    'member',
    'text',
    'low',
    1,
    60,
    {},
    [],
    ['user_123'],
    '',
    'https://x',
  );
  const body = fc.oneof(
    fc
      .dictionary(fc.constantFrom(...FIELDS), fc.oneof(likelyValue, oddValue))
      .map((value) => JSON.stringify(value)),
    fc.json(),
    fc.string({ unit: 'binary', maxLength: 100 }),
  );
  const query = fc.dictionary(
    fc.constantFrom(
      'page',
      'size',
      'sort',
      'order',
      'after',
      'before',
      'user_id',
      'status',
      'room_id',
      'search',
      '__proto__',
    ),
    fc.oneof(oddText, fc.constantFrom('1', '100', 'asc', ROOM)),
  );
  const segment = fc.oneof(fc.constantFrom(ROOM, 'user_123'), oddText);
  const codes = new Map<number, string>(
    Object.entries(CODES).map(([status, code]) => [Number(status), code]),
  );

  test('arbitrary calls are answered with a success or a documented error, never 5xx', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...CALLS),
        fc.array(segment, { minLength: 2, maxLength: 2 }),
        query,
        body,
        fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain'),
        async (template, segments, params, text, type) => {
          const path = segments.reduce(
            (filled, part) => filled.replace('@', () => encodeURIComponent(part.toWellFormed())),
            template,
          );
          const [method] = template.split(' ');
          const search = new URLSearchParams(params);
          const reply = await platform.call(`${path}?${search}`, {
            ...(method !== 'GET' && method !== 'DELETE' && text !== '' && { body: text }),
            headers: { 'Content-Type': type, 'X-Admin-Key': platform.server.config.adminKey },
          });
          if (reply.status < 300) {
            expect(reply.body.status).toBe('success');
            return;
          }
          expect(reply.status).toBeLessThan(500);
          expect(reply.body).toMatchObject({
            detail: expect.any(String),
            error_code: codes.get(reply.status),
            status_code: reply.status,
          });
          if (reply.status === 422) expect(reply.body.errors.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 600 },
    );
    await expectOthersUnharmed();
  });

  test('arbitrary credentials are 401', async () => {
    const header = fc.string({ unit: 'grapheme-ascii', maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(header, header, async (key, authorization) => {
        const byKey = await platform.call('GET /rooms', { key });
        const byBearer = await platform.call('GET /rooms', {
          key: null,
          headers: { Authorization: authorization },
        });
        expect([byKey.status, byBearer.status]).toEqual([401, 401]);
      }),
      { numRuns: 60 },
    );
  });
});
