import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EventClient } from '../../../testing/event-client.ts';
import { ManualClock } from '../../../testing/manual-clock.ts';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';
import { Api, QUICK, register } from '../testing/api.ts';
import { originOf } from './input.ts';
import { statusOf } from './service.ts';

let server: TestServer;
let anonymous: Api;
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK });
  anonymous = new Api(server.url);
});
afterAll(() => server[Symbol.asyncDispose]());

test('GET /random suggests an account that can be made', async () => {
  for (let i = 0; i < 5; i++) {
    const { status, body } = await anonymous.get('/random');
    expect([status, Object.keys(body)]).toEqual([200, ['username', 'password']]);
    expect((await anonymous.post('/users/register', body)).status).toBe(200);
  }
});

describe('GET /websocket', () => {
  test('says where to connect, with the caller’s own token', async () => {
    const { api, token, uid } = await register(server);
    const { status, body } = await api.get('/websocket');
    expect([status, Object.entries(body)]).toEqual([
      200,
      [
        ['websocketUrl', server.wsUrl],
        ['token', token],
        ['error', null],
      ],
    ]);
    await using client = await EventClient.open(body.websocketUrl);
    client.emit('login', { token: body.token });
    expect((await client.next('auth_updated')).user.uid).toBe(uid);
  });

  test('gives callers without one a guest’s', async () => {
    const { body } = await anonymous.get('/websocket');
    await using client = await EventClient.open(body.websocketUrl);
    client.emit('login', { token: body.token });
    expect((await client.next('auth_updated')).user.roles).toEqual(['guest']);
  });
});

test.each([
  ['https://chat.example.org', 'http', 'other.example:1', 'https://chat.example.org'],
  ['http://127.0.0.1:8080', 'http', 'localhost:8000', 'http://localhost:8000'],
  ['http://0.0.0.0:8080', 'https', 'chat.example.org', 'https://chat.example.org'],
  ['http://127.0.0.1:8080', 'http', '', 'http://127.0.0.1:8080'],
  ['http://127.0.0.1:8080', 'http', 'evil/path', 'http://127.0.0.1:8080'],
  ['http://127.0.0.1:8080', 'http', 'user@evil', 'http://127.0.0.1:8080'],
])('a server that knows itself as %s is reached by %s %s at %s', (own, protocol, host, origin) => {
  expect(originOf({ protocol: protocol === 'https' ? 'https' : 'http', host }, own)).toBe(origin);
});

test('the status names the host and where its API spec is', () => {
  const status = statusOf('http://127.0.0.1:8080');
  expect(Object.keys(status)).toEqual(['status', 'hostname', 'load', 'uptime', 'openapi_url']);
  expect(status).toMatchObject({
    status: 'OK',
    load: [expect.any(Number), expect.any(Number), expect.any(Number)],
    uptime: expect.stringMatching(/second|minute|hour|day/),
    openapi_url: 'http://127.0.0.1:8080/docs/openapi.json',
  });
});

describe('what there is not', () => {
  test.each([
    ['GET', '/nope'],
    ['PUT', '/rooms'],
    ['POST', '/me'],
    ['DELETE', '/users/register'],
    ['PATCH', '/bans'],
  ])('%s %s is answered with 404', async (method, path) => {
    const response = await fetch(server.url + path, { method });
    expect([response.status, await response.json()]).toEqual([404, { error: 'Not found' }]);
  });

  test.each([
    ['{"name":', 'application/json', 400],
    ['{"__proto__":{"name":"x"}}', 'application/json', 400],
    ['<room/>', 'application/xml', 415],
    [`"${'x'.repeat(300_000)}"`, 'application/json', 413],
  ])('a body of %.20s as %s is refused with %d', async (body, type, status) => {
    const { api } = await register(server);
    const answer = await api.post('/rooms', body, { 'content-type': type });
    expect([answer.status, answer.body]).toEqual([status, { error: expect.any(String) }]);
    expect(answer.body.error).not.toMatch(/\n|node_modules/);
  });

  test('an empty body that is said to be JSON is none', async () => {
    const { api } = await register(server);
    const answer = await api.post('/rooms', '', { 'content-type': 'application/json' });
    expect(answer.body).toEqual({ error: 'Missing parameter: name' });
  });
});

describe('limits', () => {
  test('calls are counted by address, and all of them together', async () => {
    const clock = new ManualClock();
    const settings = { limits: { communityCallsPerMinute: 3 } };
    await using small = await startTestServer({ settings, clock });
    const api = new Api(small.url);
    for (const path of ['/rooms', '/random', '/rooms/none'])
      expect((await api.get(path)).status).not.toBe(429);
    clock.advance(20_000);
    const refused = await api.get('/rooms');
    expect([refused.status, refused.body]).toEqual([429, { error: 'Rate limit exceeded' }]);
    expect(refused.headers.get('retry-after')).toBe('40');
    clock.advance(40_000);
    expect((await api.get('/rooms')).status).toBe(200);
  });

  test('logins and registrations are counted by address', async () => {
    const clock = new ManualClock();
    const settings = { limits: { communityLoginsPerMinute: 2 } };
    await using small = await startTestServer({ settings, clock });
    const api = new Api(small.url);
    for (let i = 0; i < 2; i++)
      await api.post('/users/login', { username: 'nobody', password: 'wrong' });
    const account = { username: 'late.comer', password: 'long enough' };
    for (const [path, body] of [
      ['/users/register', account],
      ['/users/login', account],
    ] as const) {
      const refused = await api.post(path, body);
      expect([refused.status, refused.body]).toEqual([429, { error: 'Rate limit exceeded' }]);
      expect(refused.headers.get('retry-after')).toBe('60');
    }
    // Guests are not: many behind one address may come back at once.
    expect((await api.get('/websocket')).status).toBe(200);
    expect((await api.post('/users/login', { guest: 1 })).status).toBe(200);
    clock.advance(60_000);
    expect((await api.post('/users/register', account)).status).toBe(200);
  });
});

test('arbitrary calls get an answer of the documented form, and harm no other client', async () => {
  const { api, uid } = await register(server);
  const paths = ['/users/register', '/users/login', '/rooms', '/messages', '/bans', '/unban'];
  const names = ['room', 'message', 'user', 'username', 'password', 'duration', 'guest', 'name'];
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), fc.jsonValue(), { maxKeys: 5 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
      fc.oneof(
        fc.constantFrom(...paths, '/me', `/users/${uid}`, `/users/${uid}/mod`),
        fc.webPath(),
      ),
      body,
      fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain', ''),
      async (method, path, content, type) => {
        const text = typeof content === 'string' ? content : JSON.stringify(content);
        const response = await fetch(new URL(`.${path}`, `${server.url}/`), {
          method,
          headers: { authorization: `Bearer ${api.token}`, 'content-type': type },
          ...(method !== 'GET' && { body: text }),
        });
        const answer = await response.text();
        expect(response.status).toBeLessThan(500);
        if (response.status < 400) return;
        const { rule: _, ...refused } = JSON.parse(answer);
        expect(Object.keys(refused)).toEqual(['error']);
      },
    ),
    { numRuns: 200 },
  );
  expect((await api.get('/me')).status).toBe(200);
});
