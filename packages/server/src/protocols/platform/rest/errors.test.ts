import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ManualClock } from '../../../testing/manual-clock.ts';
import { KEY, type PlatformServer, ROOM, startPlatform } from '../testing/platform-server.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const NOWHERE = '00000000-0000-4000-8000-000000000000';

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

describe('who calls', () => {
  test.each([
    ['nobody', { key: null }, 'An API key or a user token is required'],
    ['a wrong key', { key: 'sk_test_wrong' }, 'Invalid API key'],
    ['an empty key', { key: '' }, 'Invalid API key'],
    ['a wrong bearer', { bearer: 'sk_test_wrong' }, 'Invalid API key or user token'],
    ['a forged token', { bearer: 'e30.e30.e30' }, 'Invalid API key or user token'],
    [
      'another scheme',
      { key: null, headers: { Authorization: `Basic ${KEY}` } },
      'Invalid API key or user token',
    ],
    ['a wrong operator', { key: null, headers: { 'X-Admin-Key': 'x' } }, 'Invalid X-Admin-Key'],
  ])('%s is 401', async (_, call, detail) => {
    const { status, body, headers } = await platform.call('GET /rooms', call);
    expect(status).toBe(401);
    expect(body).toEqual({
      detail,
      error_code: 'INVALID_CREDENTIALS',
      status_code: 401,
      timestamp: expect.stringMatching(ISO),
    });
    expect(headers.get('x-ratelimit-limit')).toBe('6000');
  });

  test('the key is taken in either header', async () => {
    expect((await platform.call('GET /rooms')).status).toBe(200);
    expect((await platform.call('GET /rooms', { bearer: KEY })).status).toBe(200);
  });

  test('an operator has no app', async () => {
    const headers = { 'X-Admin-Key': platform.server.config.adminKey };
    const { status, body } = await platform.call('GET /rooms', { key: null, headers });
    expect([status, body.error_code]).toEqual([403, 'INSUFFICIENT_PERMISSIONS']);
  });
});

describe('what is wrong with a call', () => {
  test('each field is named', async () => {
    const body = { sender_id: 'user_123', content: 7, message_type: 'two words', meta: [] };
    const reply = await platform.call(`POST /rooms/${ROOM}/messages/`, { body });
    expect(reply.status).toBe(422);
    expect(reply.body).toEqual({
      detail: expect.stringContaining('content must be string; message_type must match pattern'),
      error_code: 'VALIDATION_ERROR',
      status_code: 422,
      errors: [
        { field: 'content', message: 'must be string' },
        { field: 'message_type', message: expect.stringContaining('must match pattern') },
        { field: 'meta', message: 'must be either object or null' },
      ],
      timestamp: expect.stringMatching(ISO),
    });
  });

  test.each([
    ['a body left out', undefined, {}, 'name'],
    ['an empty object', '{}', {}, 'name'],
    ['what is no JSON', '{"name"', {}, 'body'],
    ['a list', '[]', {}, 'body'],
    ['null', 'null', {}, 'name'],
    ['a text', '"x"', {}, 'body'],
    ['an unknown type of content', '<a/>', { 'Content-Type': 'application/xml' }, 'body'],
    ['a key __proto__', '{"__proto__":{"name":"x"}}', {}, 'body'],
    ['a body over 256 KiB', JSON.stringify({ name: 'x'.repeat(262_144) }), {}, 'body'],
    ['a nested __proto__', '{"name":"x","meta":{"a":{"__proto__":1}}}', {}, 'body'],
    ['meta too deep', `{"name":"x","meta":{"a":${'['.repeat(99)}${']'.repeat(99)}}}`, {}, 'meta'],
    ['a bad participant', '{"name":"x","participants":["a b"]}', {}, 'participants'],
    ['a number for one', '{"name":"x","participants":[7]}', {}, 'participants.0'],
  ])('%s is 422', async (_, body, headers, field) => {
    const call = { ...(body !== undefined && { body }), headers };
    const reply = await platform.call('POST /rooms', call);
    expect(reply.body).toMatchObject({ error_code: 'VALIDATION_ERROR', status_code: 422 });
    expect(reply.body.errors[0].field).toBe(field);
    expect(reply.status).toBe(422);
  });

  test.each([
    'page=0',
    'page=x',
    'page=1.5',
    'page=1e999',
    'size=0',
    'size=101',
    'sort=colour',
    'order=up',
    'after=',
  ])('?%s is 422', async (query) => {
    const { status, body } = await platform.call(`GET /rooms?${query}`);
    expect([status, body.errors[0].field]).toEqual([422, query.split('=')[0]]);
  });

  test('both cursors, or a cursor and a page, are 422', async () => {
    const both = await platform.call(`GET /rooms?after=${ROOM}&before=${ROOM}`);
    expect([both.status, both.body.errors[0].field]).toEqual([422, 'before']);
    const mixed = await platform.call(`GET /rooms?after=${ROOM}&page=1`);
    expect([mixed.status, mixed.body.errors[0].field]).toEqual([422, 'page']);
  });

  test.each(['GET /nothing', 'PATCH /rooms', 'POST /rooms/x/y/z', 'GET /'])(
    '%s is 404',
    async (request) => {
      const { status, body } = await platform.call(request);
      expect(status).toBe(404);
      expect(body).toEqual({
        detail: `No such call: ${request.replace(' ', ' /api/v1')}`,
        error_code: 'RESOURCE_NOT_FOUND',
        status_code: 404,
        timestamp: expect.stringMatching(ISO),
      });
    },
  );

  test.each([`GET /rooms/${NOWHERE}`, 'GET /rooms/no-uuid', `GET /rooms/${NOWHERE}/messages/`])(
    '%s is 404',
    async (request) => {
      const { status, body } = await platform.call(request);
      expect([status, body.error_code, body.detail]).toEqual([
        404,
        'RESOURCE_NOT_FOUND',
        'Room not found',
      ]);
    },
  );
});

describe('limits', () => {
  test('every answer says what is left, and 429 when to come back', async () => {
    const clock = new ManualClock();
    const settings = { limits: { platformCallsPerMinute: 2 } };
    await using limited = await startPlatform({ clock, settings });
    const at = () => Math.ceil(clock.now() / 1000);
    const rate = (headers: Headers) =>
      ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`x-ratelimit-${name}`)));

    expect(rate((await limited.call('GET /rooms')).headers)).toEqual([2, 1, at() + 60]);
    clock.advance(10_000);
    expect(rate((await limited.call('GET /nothing')).headers)).toEqual([2, 0, at() + 60]);
    const refused = await limited.call('GET /rooms');
    expect(refused.status).toBe(429);
    expect(rate(refused.headers)).toEqual([2, 0, at() + 50]);
    expect(refused.headers.get('retry-after')).toBe('50');
    expect(refused.body).toEqual({
      detail: 'Rate limit exceeded',
      error_code: 'RATE_LIMIT_EXCEEDED',
      status_code: 429,
      timestamp: expect.stringMatching(ISO),
    });
    clock.advance(50_000);
    expect((await limited.call('GET /rooms')).status).toBe(200);
  });

  test("a user's calls do not use up the app's", async () => {
    const settings = { limits: { platformCallsPerMinute: 2 } };
    await using limited = await startPlatform({ settings });
    const bearer = await limited.makeToken({ user_id: 'tess' });
    for (const status of [200, 200, 429])
      expect((await limited.call('GET /rooms', { bearer })).status).toBe(status);
    expect((await limited.call('GET /rooms')).status).toBe(200);
  });

  test('the message limit is 429 with its own numbers', async () => {
    const settings = { limits: { platformMessagesPerMinute: 1 } };
    await using limited = await startPlatform({ settings });
    const body = { sender_id: 'user_123', content: 'x' };
    const send = () => limited.call(`POST /rooms/${ROOM}/messages/`, { body });
    expect((await send()).status).toBe(201);
    const { status, headers } = await send();
    expect(status).toBe(429);
    expect(headers.get('x-ratelimit-limit')).toBe('1');
    expect(headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(50);
  });
});

test('any page may call: CORS is open', async () => {
  const url = `${platform.server.url}/api/v1/rooms`;
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://example.org',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type,x-api-key',
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://example.org');
  expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type,x-api-key');
});

test.each([
  'GET /%zz',
  'GET /users/%zz',
  'GET /users/%ff',
  `GET /users/${'x'.repeat(5000)}`,
  `GET /rooms/${ROOM}/messages/${'%E2%82%AC'.repeat(500)}`,
  'GET /rooms/%00',
  'GET /users/%00',
])('a URL that leads nowhere is 404 in this form (%#)', async (request) => {
  const { status, body } = await platform.call(request);
  expect([status, body.error_code]).toEqual([404, 'RESOURCE_NOT_FOUND']);
});
