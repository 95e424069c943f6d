import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PlatformServer, startPlatform } from '../testing/platform-server.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

test('a user is made, read, changed, listed and removed', async () => {
  const made = await platform.call('POST /users', {
    body: { user_id: 'ada', user_name: 'Ada Lovelace', meta: { team: 'engines' } },
  });
  expect(made.status).toBe(201);
  expect(made.body.data).toEqual({
    user_id: 'ada',
    user_name: 'Ada Lovelace',
    avatar_url: null,
    meta: { team: 'engines' },
    created_at: expect.stringMatching(ISO),
    updated_at: expect.stringMatching(ISO),
  });
  expect((await platform.call('GET /users/ada')).body.data).toEqual(made.body.data);

  const avatar = 'https://example.org/ada.png';
  const put = await platform.call('PUT /users/ada', {
    body: { user_name: 'Countess', avatar_url: avatar },
  });
  expect([put.status, put.body.data]).toEqual([
    200,
    {
      ...made.body.data,
      user_name: 'Countess',
      avatar_url: avatar,
      updated_at: expect.stringMatching(ISO),
    },
  ]);
  const found = await platform.call('GET /users?search=countess');
  expect(found.body.data).toEqual([put.body.data]);
  expect(found.body.pagination.total).toBe(1);

  const removed = await platform.call('DELETE /users/ada');
  expect([removed.status, removed.body.data]).toEqual([200, put.body.data]);
  for (const request of ['GET /users/ada', 'DELETE /users/ada']) {
    const { status, body } = await platform.call(request);
    expect([status, body.detail]).toEqual([404, 'User not found']);
  }
});

test('an id is given once', async () => {
  const body = { user_id: 'twin', user_name: 'Twin' };
  expect((await platform.call('POST /users', { body })).status).toBe(201);
  const again = await platform.call('POST /users', { body });
  expect([again.status, again.body.error_code]).toEqual([409, 'CONFLICT']);
});

test.each([
  ['no id', { user_name: 'x' }, 'user_id'],
  ['an id with a space', { user_id: 'a b', user_name: 'x' }, 'user_id'],
  ['an id too long', { user_id: 'x'.repeat(129), user_name: 'x' }, 'user_id'],
  ['no name', { user_id: 'x' }, 'user_name'],
  ['a blank name', { user_id: 'x', user_name: ' ' }, 'name'],
  [
    'a script for a picture',
    { user_id: 'x', user_name: 'x', avatar_url: 'javascript:0' },
    'avatar_url',
  ],
  ['meta over 8 KiB', { user_id: 'x', user_name: 'x', meta: { a: 'x'.repeat(8192) } }, 'meta'],
])('%s is 422', async (_, body, field) => {
  const reply = await platform.call('POST /users', { body });
  expect([reply.status, reply.body.errors[0].field]).toEqual([422, field]);
});

test('an id that needs escaping in a URL is found', async () => {
  const id = 'a/b?c#d%e@example.org';
  await platform.call('POST /users', { body: { user_id: id, user_name: 'Odd' } });
  const { status, body } = await platform.call(`GET /users/${encodeURIComponent(id)}`);
  expect([status, body.data.user_id]).toEqual([200, id]);
});

test("another app's users do not exist", async () => {
  const key = await platform.makeApp();
  expect((await platform.call('GET /users/user_123', { key })).status).toBe(404);
  expect((await platform.call('GET /users', { key })).body.data).toEqual([]);
});

test('a token reads and changes its own user only', async () => {
  const bearer = await platform.makeToken({ user_id: 'user_456' });
  expect((await platform.call('GET /users/user_456', { bearer })).status).toBe(200);
  const body = { user_name: 'Maria' };
  expect((await platform.call('PUT /users/user_456', { bearer, body })).body.data.user_name).toBe(
    'Maria',
  );
  for (const [request, call] of [
    ['GET /users/user_123', {}],
    ['PUT /users/user_123', { body }],
    ['DELETE /users/user_456', {}],
    ['GET /users', {}],
    ['POST /users', { body: { user_id: 'x', user_name: 'x' } }],
  ] as const) {
    const { status, body: answer } = await platform.call(request, { bearer, ...call });
    expect([request, status, answer.error_code]).toEqual([
      request,
      403,
      'INSUFFICIENT_PERMISSIONS',
    ]);
  }
});
