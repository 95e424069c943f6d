import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PlatformServer, ROOM, startPlatform } from '../testing/platform-server.ts';

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

test('a token is a JWT under the app, for one user', async () => {
  const { status, body } = await platform.call('POST /tokens', {
    body: { user_id: 'tess', user_name: 'Tess', rooms: [ROOM], expires_in: 600 },
  });
  expect(status).toBe(201);
  expect(Object.keys(body.data)).toEqual(['token', 'expires_at']);
  const claims = decodeJwt(body.data.token);
  expect(decodeProtectedHeader(body.data.token)).toMatchObject({ alg: 'HS256' });
  expect(claims).toMatchObject({ sub: 'tess', name: 'Tess', rooms: [ROOM] });
  const expiresAt = Date.parse(body.data.expires_at);
  expect(claims.exp).toBe(expiresAt / 1000);
  expect(expiresAt - Date.parse(body.timestamp)).toBeGreaterThan(598_000);
  expect(expiresAt - Date.parse(body.timestamp)).toBeLessThanOrEqual(600_000);
});

test.each([
  ['no user', {}, 'user_id'],
  ['more than a day', { user_id: 'x', expires_in: 86_401 }, 'expires_in'],
  ['no time at all', { user_id: 'x', expires_in: 0 }, 'expires_in'],
  ['a room that is no UUID', { user_id: 'x', rooms: ['general'] }, 'rooms.0'],
  ['a blank name', { user_id: 'x', user_name: ' ' }, 'user_name'],
])('%s is 422', async (_, body, field) => {
  const reply = await platform.call('POST /tokens', { body });
  expect([reply.status, reply.body.errors[0].field]).toEqual([422, field]);
});

test('a token makes no tokens', async () => {
  const bearer = await platform.makeToken({ user_id: 'tess' });
  const { status } = await platform.call('POST /tokens', { bearer, body: { user_id: 'tess' } });
  expect(status).toBe(403);
});

test('a token is limited to its rooms, and sees no other', async () => {
  const inside = await platform.makeRoom({ name: 'Inside' });
  const bearer = await platform.makeToken({ user_id: 'tess', rooms: [inside] });
  expect((await platform.call(`GET /rooms/${inside}`, { bearer })).status).toBe(200);
  expect((await platform.call(`GET /rooms/${ROOM}`, { bearer })).status).toBe(403);
  const list = await platform.call('GET /rooms', { bearer });
  expect(list.body.data.map(({ id }: { id: string }) => id)).toEqual([inside]);
});

test('sending as another is 403, as oneself needs no name', async () => {
  const bearer = await platform.makeToken({ user_id: 'tess', user_name: 'Tess' });
  const path = `POST /rooms/${ROOM}/messages/`;
  const other = await platform.call(path, {
    bearer,
    body: { sender_id: 'user_123', sender_name: 'John Doe', content: 'x' },
  });
  expect([other.status, other.body.error_code]).toEqual([403, 'INSUFFICIENT_PERMISSIONS']);
  const own = await platform.call(path, { bearer, body: { sender_name: 'Boss', content: 'x' } });
  expect([own.status, own.body.data.sender_id, own.body.data.sender_name]).toEqual([
    201,
    'tess',
    'Tess',
  ]);
});
