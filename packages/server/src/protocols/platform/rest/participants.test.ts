import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PlatformServer, startPlatform } from '../testing/platform-server.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

test('are added, promoted, listed and removed', async () => {
  const room = await platform.makeRoom({ room_type: 'private' });
  const path = `/rooms/${room}/participants`;
  const added = await platform.call(`POST ${path}`, { body: { user_id: 'user_456' } });
  expect([added.status, added.body.data]).toEqual([
    201,
    {
      user_id: 'user_456',
      user_name: 'Maria Garcia',
      role: 'member',
      joined_at: expect.stringMatching(ISO),
    },
  ]);
  const named = { user_id: 'new', user_name: 'New One', role: 'moderator' };
  expect((await platform.call(`POST ${path}`, { body: named })).body.data).toMatchObject(named);
  const again = await platform.call(`POST ${path}`, { body: { user_id: 'user_456' } });
  expect([again.status, again.body.error_code]).toEqual([409, 'CONFLICT']);

  const put = await platform.call(`PUT ${path}/user_456`, { body: { role: 'moderator' } });
  expect([put.status, put.body.data]).toEqual([200, { ...added.body.data, role: 'moderator' }]);

  const list = await platform.call(`GET ${path}/`);
  expect(list.body.data.map(({ user_id }: { user_id: string }) => user_id).toSorted()).toEqual([
    'new',
    'user_456',
  ]);
  expect(list.body.pagination).toMatchObject({ page: 1, total: 2, pages: 1 });

  const removed = await platform.call(`DELETE ${path}/user_456`);
  expect([removed.status, removed.body.data]).toEqual([200, put.body.data]);
  for (const request of [`PUT ${path}/user_456`, `DELETE ${path}/user_456`]) {
    const body = request.startsWith('PUT') ? { body: { role: 'member' } } : {};
    const { status, body: answer } = await platform.call(request, body);
    expect([status, answer.detail]).toEqual([404, 'Participant not found']);
  }
  expect((await platform.call(`GET /rooms/${room}`)).body.data.total_participants).toBe(1);
});

test.each([
  ['no id', {}, 'user_id'],
  ['a bad id', { user_id: 'a b' }, 'user_id'],
  ['the role of an owner', { user_id: 'x', role: 'owner' }, 'role'],
  ['a blank name', { user_id: 'x', user_name: ' ' }, 'user_name'],
])('%s is 422', async (_, body, field) => {
  const room = await platform.makeRoom();
  const reply = await platform.call(`POST /rooms/${room}/participants`, { body });
  expect([reply.status, reply.body.errors[0].field]).toEqual([422, field]);
});

test("roles are the owner's to give, members the moderators' to add", async () => {
  const participants = [
    { user_id: 'owner', role: 'owner' },
    { user_id: 'mod', role: 'moderator' },
    'plain',
  ];
  const room = await platform.makeRoom({ participants });
  const path = `/rooms/${room}/participants`;
  const as = async (userId: string, request: string, body?: object) => {
    const bearer = await platform.makeToken({ user_id: userId });
    return (await platform.call(request, { bearer, ...(body && { body }) })).status;
  };
  expect(await as('plain', `POST ${path}`, { user_id: 'guest' })).toBe(403);
  expect(await as('mod', `POST ${path}`, { user_id: 'guest' })).toBe(201);
  expect(await as('mod', `POST ${path}`, { user_id: 'boss', role: 'moderator' })).toBe(403);
  expect(await as('mod', `PUT ${path}/guest`, { role: 'moderator' })).toBe(403);
  expect(await as('owner', `PUT ${path}/guest`, { role: 'moderator' })).toBe(200);
  expect(await as('plain', `DELETE ${path}/guest`)).toBe(403);
  expect(await as('mod', `DELETE ${path}/owner`)).toBe(403);
  // Moderators stand beside each other.
  expect(await as('mod', `DELETE ${path}/guest`)).toBe(403);
  expect(await as('owner', `DELETE ${path}/guest`)).toBe(200);
  expect(await as('mod', `DELETE ${path}/mod`)).toBe(200);
  expect(await as('plain', `DELETE ${path}/plain`)).toBe(200);
  expect((await platform.call(`PUT ${path}/owner`, { body: { role: 'member' } })).status).toBe(403);
});

test('are walked by cursors', async () => {
  const participants = ['a', 'b', 'c', 'd'];
  const room = await platform.makeRoom({ participants });
  const idsOf = async (query: string) => {
    const { body } = await platform.call(`GET /rooms/${room}/participants?${query}`);
    return body.data.map(({ user_id }: { user_id: string }) => user_id);
  };
  expect(await idsOf('size=2')).toEqual(['a', 'b']);
  expect(await idsOf('size=2&after=b')).toEqual(['c', 'd']);
  expect(await idsOf('size=2&before=c')).toEqual(['a', 'b']);
  expect(await idsOf('size=3&order=desc')).toEqual(['d', 'c', 'b']);
});
