import { afterAll, beforeAll, expect, test } from 'vitest';
import { ManualClock } from '../../../testing/manual-clock.ts';
import { KEY, type PlatformServer, startPlatform } from '../testing/platform-server.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

test('the operator makes an app and is shown its key once', async () => {
  const headers = { 'X-Admin-Key': platform.server.config.adminKey };
  const made = await platform.call('POST /clients', {
    key: null,
    headers,
    body: { name: ' Shop ' },
  });
  expect(made.status).toBe(201);
  expect(made.body).toEqual({
    data: {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Shop',
      created_at: expect.stringMatching(ISO),
      api_key: expect.stringMatching(/^sk_live_[\w-]{43}$/),
    },
    status: 'success',
    timestamp: expect.stringMatching(ISO),
  });
  const { api_key: key, ...app } = made.body.data;
  const me = await platform.call('GET /clients/me', { key });
  expect([me.status, me.body.data]).toEqual([200, app]);
});

test('no other caller creates apps', async () => {
  const body = { name: 'Shop' };
  expect((await platform.call('POST /clients', { body })).status).toBe(403);
  expect((await platform.call('POST /clients', { key: null, body })).status).toBe(401);
  const headers = { 'X-Admin-Key': KEY };
  expect((await platform.call('POST /clients', { key: null, headers, body })).status).toBe(401);
});

test('an app changes its name', async () => {
  const key = await platform.makeApp();
  const put = await platform.call('PUT /clients/me', { key, body: { name: 'Renamed' } });
  expect([put.status, put.body.data.name]).toEqual([200, 'Renamed']);
  expect((await platform.call('GET /clients/me', { key })).body.data.name).toBe('Renamed');
  const bad = await platform.call('PUT /clients/me', { key, body: { name: ' ' } });
  expect([bad.status, bad.body.errors]).toEqual([
    422,
    [{ field: 'name', message: 'Invalid name' }],
  ]);
});

test("a user's token is not the app", async () => {
  const bearer = await platform.makeToken({ user_id: 'tess' });
  for (const request of ['GET /clients/me', 'POST /clients/me/rotate-key'])
    expect((await platform.call(request, { bearer })).status).toBe(403);
});

test('a rotated key stays valid for a stated grace', async () => {
  const clock = new ManualClock();
  await using timed = await startPlatform({ clock });
  const key = await timed.makeApp();
  const { status, body } = await timed.call('POST /clients/me/rotate-key', { key });
  expect(status).toBe(200);
  expect(body.data).toEqual({
    api_key: expect.stringMatching(/^sk_live_/),
    previous_keys_expire_at: new Date(clock.now() + 86_400_000).toISOString(),
  });
  const isValid = async (candidate: string) =>
    (await timed.call('GET /clients/me', { key: candidate })).status === 200;
  expect([await isValid(key), await isValid(body.data.api_key)]).toEqual([true, true]);
  clock.advance(86_400_000);
  expect([await isValid(key), await isValid(body.data.api_key)]).toEqual([false, true]);
});
