import { DEFAULT_APP_ID } from '@koine/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../../../core/actor.ts';
import { roomDraft } from '../../../core/rooms.ts';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';
import {
  type Account,
  Api,
  enter,
  makeRoom,
  QUICK,
  register,
  registerRoot,
} from '../testing/api.ts';

let server: TestServer;
let anonymous: Api;
let owner: Account;
let other: Account;
let root: Account;
beforeAll(async () => {
  server = await startTestServer({
    settings: { limits: { ...QUICK.limits, communitySlowModeMinSeconds: 3 } },
  });
  anonymous = new Api(server.url);
  owner = await register(server, 'owner');
  other = await register(server, 'other');
  root = await registerRoot(server);
});
afterAll(() => server[Symbol.asyncDispose]());

const NO_ROOM = [404, { error: 'No such room exists!' }];

describe('POST /rooms', () => {
  test('makes a room with a slow mode of three seconds', async () => {
    const { status, body } = await owner.api.post('/rooms', {
      name: ' Tea ',
      description: 'Leaves',
    });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['room']);
    expect(Object.entries(body.room)).toEqual([
      ['uid', expect.stringMatching(/^[\w-]{12}$/)],
      ['name', 'Tea'],
      ['description', 'Leaves'],
      ['slowMode', 3],
    ]);
    expect((await anonymous.get(`/rooms/${body.room.uid}`)).body).toEqual(body);
  });

  test('asks for a login', async () => {
    const answer = await anonymous.post('/rooms', { name: 'Tea' });
    expect([answer.status, answer.body]).toEqual([
      401,
      { error: 'Error: Unauthorized. Login first' },
    ]);
  });

  test.each([
    [{}, 'Missing parameter: name'],
    [{ name: 7 }, 'Missing parameter: name'],
    [{ name: '  ' }, 'Invalid name'],
    [{ name: 'a\u0000b' }, 'Invalid name'],
    [{ name: 'x'.repeat(101) }, 'name is too long (max 100 characters)'],
    [
      { name: 'Tea', description: 'x'.repeat(1001) },
      'description is too long (max 1000 characters)',
    ],
    [{ name: 'Tea', description: 7 }, 'Invalid description'],
  ])('refuses %j', async (room, error) => {
    const answer = await owner.api.post('/rooms', room);
    expect([answer.status, answer.body]).toEqual([400, { error }]);
  });
});

describe('GET /rooms', () => {
  test('lists public rooms, most recent activity first, page by page', async () => {
    await using quick = await startTestServer({ settings: QUICK });
    const account = await register(quick);
    const uids = [];
    for (const name of ['a', 'b', 'c']) uids.push(await makeRoom(account, name));
    await account.api.post('/messages', { room: uids[0], message: 'hi' });
    const secret = roomDraft('secret', { kind: 'private', uid: 'secret' });
    await quick.core.rooms.create(systemActor(DEFAULT_APP_ID), secret);

    const all = await account.api.get('/rooms?limit=100');
    expect([all.status, Object.keys(all.body)]).toEqual([
      200,
      ['error', 'rooms', 'page', 'limit', 'total'],
    ]);
    const listed = all.body.rooms.map(({ uid }: { uid: string }) => uid);
    expect(listed.slice(0, 3)).toEqual([uids[0], uids[2], uids[1]]);
    expect(listed).not.toContain('secret');
    expect(all.body).toMatchObject({ error: null, page: 1, limit: 100, total: listed.length });
    const second = await account.api.get('/rooms?limit=2&page=2');
    expect(second.body.rooms).toEqual(all.body.rooms.slice(2, 4));
    expect((await account.api.get('/rooms?page=99')).body.rooms).toEqual([]);
    expect((await account.api.get('/rooms?limit=5000')).body.limit).toBe(100);
  });

  test.each(['page=0', 'page=-1', 'page=x', 'page=1.5', 'page=1e99', 'page=99999999'])(
    'refuses %s',
    async (query) => {
      const answer = await anonymous.get(`/rooms?${query}`);
      expect([answer.status, answer.body]).toEqual([400, { error: 'Invalid page' }]);
    },
  );

  test.each(['limit=0', 'limit=-5', 'limit=all', 'limit=1&limit=2'])(
    'refuses %s',
    async (query) => {
      const answer = await anonymous.get(`/rooms?${query}`);
      expect([answer.status, answer.body]).toEqual([400, { error: 'Invalid limit' }]);
    },
  );
});

describe('a room', () => {
  test('is changed by its owner and by root', async () => {
    const uid = await makeRoom(owner);
    const renamed = await owner.api.patch(`/rooms/${uid}`, { name: 'New', slow_mode: '10' });
    const room = { uid, name: 'New', description: '', slowMode: 10 };
    expect([renamed.status, renamed.body]).toEqual([200, { status: 200, room }]);
    const described = await root.api.patch(`/rooms/${uid}`, { description: 'By root' });
    expect(described.body.room).toEqual({ ...room, description: 'By root' });
    expect((await anonymous.get(`/rooms/${uid}`)).body.room).toEqual({
      ...room,
      description: 'By root',
    });
  });

  test('is changed and deleted by no other user, moderators neither', async () => {
    const uid = await makeRoom(owner);
    const moderator = await register(server, 'mod');
    await owner.api.post(`/users/${moderator.uid}/mod`, { room: uid });
    for (const { api } of [other, moderator]) {
      const answers = [
        await api.patch(`/rooms/${uid}`, { name: 'Mine' }),
        await api.delete(`/rooms/${uid}`),
      ];
      for (const { status, body } of answers)
        expect([status, body]).toEqual([403, { error: 'You may not do this' }]);
    }
    expect((await anonymous.patch(`/rooms/${uid}`, { name: 'Mine' })).status).toBe(401);
    expect((await anonymous.get(`/rooms/${uid}`)).body.room.name).toBe('Room');
  });

  test.each([
    [{}, 'Missing name=, description= or slow_mode= parameters'],
    [{ name: '' }, 'Invalid name'],
    [{ name: null }, 'Invalid name'],
    [{ description: {} }, 'Invalid description'],
    [{ slow_mode: 2 }, 'Slow mode must be a whole number of seconds from 3 to 86400'],
    [{ slow_mode: 1e9 }, 'Slow mode must be a whole number of seconds from 3 to 86400'],
    [{ slow_mode: 'fast' }, 'Slow mode must be a whole number of seconds from 3 to 86400'],
    [{ slow_mode: 3.5 }, 'Slow mode must be a whole number of seconds from 3 to 86400'],
  ])('stays as it is when the patch is %j', async (patch, error) => {
    const uid = await makeRoom(owner);
    const answer = await owner.api.patch(`/rooms/${uid}`, patch);
    expect([answer.status, answer.body]).toEqual([400, { error }]);
    expect((await anonymous.get(`/rooms/${uid}`)).body.room).toMatchObject({
      name: 'Room',
      slowMode: 3,
    });
  });

  test('is gone once deleted', async () => {
    const uid = await makeRoom(owner);
    const answer = await owner.api.delete(`/rooms/${uid}`);
    expect([answer.status, answer.body]).toEqual([200, { success: true }]);
    for (const gone of [
      await anonymous.get(`/rooms/${uid}`),
      await owner.api.delete(`/rooms/${uid}`),
    ])
      expect([gone.status, gone.body]).toEqual(NO_ROOM);
    expect((await root.api.delete(`/rooms/${await makeRoom(owner)}`)).status).toBe(200);
  });

  test('does not exist when it is unknown or private', async () => {
    const secret = roomDraft('secret', { kind: 'private', uid: 'secret' });
    await server.core.rooms.create(systemActor(DEFAULT_APP_ID), secret);
    for (const uid of ['no-such-room', 'secret', '%F0%9F%98%80', 'a'.repeat(300)]) {
      const answers = [
        await anonymous.get(`/rooms/${uid}`),
        await owner.api.patch(`/rooms/${uid}`, { name: 'x' }),
        await owner.api.delete(`/rooms/${uid}`),
        await anonymous.get(`/rooms/${uid}/messages`),
        await owner.api.delete(`/rooms/${uid}/messages`),
        await anonymous.get(`/rooms/${uid}/users`),
      ];
      for (const { status, body } of answers) expect([status, body]).toEqual(NO_ROOM);
    }
  });
});

describe('GET /rooms/:uid/users', () => {
  test('lists who is online, with their roles there, and no anonymous readers', async () => {
    const uid = await makeRoom(owner);
    expect((await anonymous.get(`/rooms/${uid}/users`)).body.users).toEqual([]);
    await using _owner = await enter(server, owner, uid);
    await using _again = await enter(server, owner, uid);
    await using _reader = await enter(server, null, uid);
    await using _other = await enter(server, other, uid);
    await using _root = await enter(server, root, uid);
    const { status, body } = await anonymous.get(`/rooms/${uid}/users`);
    expect([status, Object.keys(body)]).toEqual([200, ['error', 'room', 'users']]);
    expect(body).toMatchObject({ error: null, room: { uid } });
    expect(
      body.users.map(({ displayName, roles }: { displayName: string; roles: string[] }) => [
        displayName,
        roles,
      ]),
    ).toEqual([
      [owner.name, ['owner', 'registered']],
      [other.name, ['registered']],
      [root.name, ['root', 'registered']],
    ]);
  });
});
