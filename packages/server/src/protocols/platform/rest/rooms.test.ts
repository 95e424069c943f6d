import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PlatformServer, ROOM, startPlatform } from '../testing/platform-server.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const KEYS = [
  'id',
  'uid',
  'name',
  'description',
  'room_type',
  'meta',
  'total_participants',
  'created_at',
  'updated_at',
  'last_message_at',
];

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

const namesOf = (items: readonly { name: string }[]) => items.map(({ name }) => name);

describe('a room', () => {
  test('is made with what is asked for, and defaults', async () => {
    const plain = await platform.call('POST /rooms', { body: { name: 'Plain' } });
    expect(plain.status).toBe(201);
    expect(Object.keys(plain.body.data)).toEqual(KEYS);
    expect(plain.body.data).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      uid: expect.stringMatching(/^[\w-]{12}$/),
      name: 'Plain',
      description: '',
      room_type: 'public',
      meta: {},
      total_participants: 0,
      created_at: expect.stringMatching(ISO),
      updated_at: expect.stringMatching(ISO),
      last_message_at: null,
    });
    const full = await platform.call('POST /rooms', {
      body: {
        name: 'Full',
        description: 'All of it',
        room_type: 'private',
        participants: [
          'user_123',
          { user_id: 'user_456', user_name: 'Maria', role: 'moderator' },
          { user_id: 'stranger', role: 'owner' },
        ],
        meta: { ticket: 7 },
      },
    });
    expect(full.body.data).toMatchObject({
      description: 'All of it',
      room_type: 'private',
      meta: { ticket: 7 },
      total_participants: 3,
    });
    const { body } = await platform.call(
      `GET /rooms/${full.body.data.id}/participants?sort=joined_at`,
    );
    const roles = Object.fromEntries(
      body.data.map((p: { user_id: string; user_name: string; role: string }) => [
        p.user_id,
        [p.user_name, p.role],
      ]),
    );
    expect(roles).toEqual({
      user_123: ['John Doe', 'member'],
      user_456: ['Maria', 'moderator'],
      stranger: ['stranger', 'owner'],
    });
  });

  test('is read, changed and deleted', async () => {
    const id = await platform.makeRoom({ name: 'Before', description: 'old' });
    const before = await platform.call(`GET /rooms/${id}/`);
    const put = await platform.call(`PUT /rooms/${id}`, {
      body: { name: 'After', meta: { a: [1] }, bridged: true },
    });
    expect([put.status, put.body.data]).toEqual([
      200,
      {
        ...before.body.data,
        name: 'After',
        meta: { a: [1] },
        updated_at: expect.stringMatching(ISO),
        bridged: true,
      },
    ]);
    const narrowed = await platform.call(`PUT /rooms/${id}`, { body: { room_type: 'private' } });
    expect(narrowed.body.data.room_type).toBe('private');
    expect(Object.keys(narrowed.body.data)).toEqual(KEYS);
    const same = await platform.call(`PUT /rooms/${id}`, { body: {} });
    expect([same.status, same.body.data.name]).toEqual([200, 'After']);
    const removed = await platform.call(`DELETE /rooms/${id}`);
    expect([removed.status, removed.body.data.name]).toEqual([200, 'After']);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { body: {} } : {};
      expect((await platform.call(`${method} /rooms/${id}`, body)).status).toBe(404);
    }
  });

  test.each([
    ['no name', {}, 'name'],
    ['a blank name', { name: ' ' }, 'name'],
    ['a name too long', { name: 'x'.repeat(101) }, 'name'],
    ['a description too long', { name: 'x', description: 'x'.repeat(1001) }, 'description'],
    ['a type of its own', { name: 'x', room_type: 'direct' }, 'room_type'],
    ['a bridged private room', { name: 'x', room_type: 'private', bridged: true }, 'bridged'],
    ['meta too large', { name: 'x', meta: { a: 'x'.repeat(8192) } }, 'meta'],
    ['the same participant twice', { name: 'x', participants: ['a', 'a'] }, 'participants'],
    [
      'two owners',
      { name: 'x', participants: ['a', 'b'].map((user_id) => ({ user_id, role: 'owner' })) },
      'participants',
    ],
  ])('with %s is 422', async (_, body, field) => {
    const reply = await platform.call('POST /rooms', { body });
    expect([reply.status, reply.body.errors[0].field]).toEqual([422, field]);
  });

  test('of another app can be neither seen nor changed', async () => {
    const key = await platform.makeApp();
    for (const request of [
      `GET /rooms/${ROOM}`,
      `PUT /rooms/${ROOM}`,
      `DELETE /rooms/${ROOM}`,
      `GET /rooms/${ROOM}/participants`,
      `GET /rooms/${ROOM}/online`,
      `GET /rooms/${ROOM}/messages/`,
    ]) {
      const body = request.startsWith('PUT') ? { body: { name: 'Mine' } } : {};
      const { status } = await platform.call(request, { key, ...body });
      expect([request, status]).toEqual([request, 404]);
    }
    expect((await platform.call('GET /rooms', { key })).body.data).toEqual([]);
  });

  test('a private one is 403 for a token whose user is no participant', async () => {
    const room = await platform.makeRoom({ room_type: 'private', participants: ['user_123'] });
    const inside = await platform.makeToken({ user_id: 'user_123' });
    const outside = await platform.makeToken({ user_id: 'user_456' });
    expect((await platform.call(`GET /rooms/${room}`, { bearer: inside })).status).toBe(200);
    for (const request of [
      `GET /rooms/${room}`,
      `GET /rooms/${room}/messages/`,
      `POST /rooms/${room}/join`,
    ])
      expect((await platform.call(request, { bearer: outside })).status).toBe(403);
  });

  test('a token changes no room but one that its user owns', async () => {
    const participants = [{ user_id: 'user_123', role: 'owner' }, 'user_456'];
    const room = await platform.makeRoom({ participants });
    const owner = await platform.makeToken({ user_id: 'user_123' });
    const member = await platform.makeToken({ user_id: 'user_456' });
    const body = { name: 'Mine' };
    expect((await platform.call(`PUT /rooms/${room}`, { bearer: member, body })).status).toBe(403);
    expect((await platform.call(`DELETE /rooms/${room}`, { bearer: member })).status).toBe(403);
    expect((await platform.call('POST /rooms', { bearer: owner, body })).status).toBe(403);
    expect((await platform.call(`PUT /rooms/${room}`, { bearer: owner, body })).status).toBe(200);
    expect((await platform.call(`DELETE /rooms/${room}`, { bearer: owner })).status).toBe(200);
  });
});

describe('the list of rooms', () => {
  test('is paged, sorted and filtered', async () => {
    const key = await platform.makeApp();
    for (const name of ['b', 'c', 'a']) {
      const body = { name, room_type: name === 'c' ? 'private' : 'public', participants: [name] };
      await platform.call('POST /rooms', { key, body });
    }
    const list = async (query: string) =>
      (await platform.call(`GET /rooms?${query}`, { key })).body;
    expect(namesOf((await list('')).data)).toEqual(['a', 'c', 'b']);
    expect(namesOf((await list('order=asc')).data)).toEqual(['b', 'c', 'a']);
    expect(namesOf((await list('sort=name&order=asc')).data)).toEqual(['a', 'b', 'c']);
    expect(namesOf((await list('room_type=private')).data)).toEqual(['c']);
    expect(namesOf((await list('user_id=a')).data)).toEqual(['a']);

    const page = await list('sort=name&order=asc&page=2&size=2');
    expect(namesOf(page.data)).toEqual(['c']);
    expect(page.pagination).toEqual({
      page: 2,
      size: 2,
      total: 3,
      pages: 2,
      has_next: false,
      has_prev: true,
    });
    const beyond = await list('page=9');
    expect([beyond.data, beyond.pagination.total]).toEqual([[], 3]);
  });

  test('is walked by cursors both ways', async () => {
    const key = await platform.makeApp();
    const ids: string[] = [];
    for (const name of ['1', '2', '3', '4', '5'])
      ids.push((await platform.call('POST /rooms', { key, body: { name } })).body.data.id);
    const list = async (query: string) =>
      (await platform.call(`GET /rooms?order=asc&size=2&${query}`, { key })).body;
    const next = await list(`after=${ids[1]}`);
    expect(namesOf(next.data)).toEqual(['3', '4']);
    expect(next.pagination).toMatchObject({ page: null, has_next: true, has_prev: true });
    const last = await list(`after=${ids[3]}`);
    expect([namesOf(last.data), last.pagination.has_next]).toEqual([['5'], false]);
    const previous = await list(`before=${ids[3]}`);
    expect([namesOf(previous.data), previous.pagination.has_prev]).toEqual([['2', '3'], true]);
    const first = await list(`before=${ids[2]}`);
    expect([namesOf(first.data), first.pagination.has_prev]).toEqual([['1', '2'], false]);
  });

  test("of a token is its user's rooms, or the rooms that it names", async () => {
    const key = await platform.makeApp();
    const ids: string[] = [];
    for (const name of ['1', '2', '3', '4']) {
      const body = { name, participants: name === '4' ? [] : ['ann'] };
      ids.push((await platform.call('POST /rooms', { key, body })).body.data.id);
    }
    const tokenOf = async (claims: object) =>
      (await platform.call('POST /tokens', { key, body: { user_id: 'ann', ...claims } })).body.data
        .token;
    const list = async (bearer: string, query = '') =>
      (await platform.call(`GET /rooms?order=asc&${query}`, { bearer })).body;
    expect(namesOf((await list(await tokenOf({}))).data)).toEqual(['1', '2', '3']);

    const named = await tokenOf({ rooms: [ids[3], ids[0], ids[1], ROOM] });
    expect(namesOf((await list(named)).data)).toEqual(['1', '2', '4']);
    const reversed = await platform.call('GET /rooms?sort=name', { bearer: named });
    expect(namesOf(reversed.body.data)).toEqual(['4', '2', '1']);
    const page = await list(named, 'size=2&page=2');
    expect([namesOf(page.data), page.pagination.total]).toEqual([['4'], 3]);
    expect(namesOf((await list(named, `size=1&after=${ids[0]}`)).data)).toEqual(['2']);
    expect(namesOf((await list(named, `size=1&before=${ids[3]}`)).data)).toEqual(['2']);
    expect((await list(named, `after=${ROOM}`)).data).toEqual([]);
    const foreign = await platform.call('GET /rooms?user_id=bob', { bearer: named });
    expect(foreign.status).toBe(403);
  });
});

describe('joining and leaving', () => {
  test('an app sends whom it likes', async () => {
    const room = await platform.makeRoom();
    const body = { user_id: 'user_123' };
    const joined = await platform.call(`POST /rooms/${room}/join`, { body });
    expect([joined.status, joined.body.data]).toEqual([
      200,
      {
        user_id: 'user_123',
        user_name: 'John Doe',
        role: 'member',
        joined_at: expect.stringMatching(ISO),
      },
    ]);
    const again = await platform.call(`POST /rooms/${room}/join`, { body });
    expect(again.body.data).toEqual(joined.body.data);
    const left = await platform.call(`POST /rooms/${room}/leave`, { body });
    expect([left.status, left.body.data]).toEqual([200, joined.body.data]);
    const gone = await platform.call(`POST /rooms/${room}/leave`, { body });
    expect([gone.status, gone.body.detail]).toEqual([404, 'Participant not found']);
  });

  test('an app must say whom', async () => {
    const { status, body } = await platform.call(`POST /rooms/${ROOM}/join`);
    expect([status, body.errors]).toEqual([
      422,
      [{ field: 'user_id', message: 'user_id is required' }],
    ]);
  });

  test('no user joins a private room by themself', async () => {
    const room = await platform.makeRoom({ room_type: 'private' });
    const body = { user_id: 'user_123' };
    expect((await platform.call(`POST /rooms/${room}/join`, { body })).status).toBe(403);
  });

  test('a token joins and leaves as its own user', async () => {
    const room = await platform.makeRoom();
    const bearer = await platform.makeToken({ user_id: 'tess', user_name: 'Tess' });
    const joined = await platform.call(`POST /rooms/${room}/join`, { bearer });
    expect(joined.body.data).toMatchObject({ user_id: 'tess', user_name: 'Tess' });
    const other = await platform.call(`POST /rooms/${room}/join`, {
      bearer,
      body: { user_id: 'user_123' },
    });
    expect(other.status).toBe(403);
    expect((await platform.call(`POST /rooms/${room}/leave`, { bearer })).status).toBe(200);
  });
});
