import { userKey } from '@koine/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ManualClock } from '../../../testing/manual-clock.ts';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';
import {
  type Account,
  Api,
  enter,
  makeRoom,
  QUICK,
  register,
  registerRoot,
  rejection,
} from '../testing/api.ts';

let server: TestServer;
let owner: Account;
let moderator: Account;
let other: Account;
let root: Account;
let room: string;
const clock = new ManualClock();
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK, clock });
  owner = await register(server, 'owner');
  moderator = await register(server, 'mod');
  other = await register(server, 'other');
  root = await registerRoot(server);
  room = await makeRoom(owner);
  await owner.api.post(`/users/${moderator.uid}/mod`, { room });
});
afterAll(() => server[Symbol.asyncDispose]());

const FORBIDDEN = [403, { error: 'You may not do this' }];

async function ban(by: Account, user: string, more: object = {}) {
  const { status, body } = await by.api.post('/bans', {
    ...{ user, room, duration: '1d', reason: 'spam' },
    ...more,
  });
  return [status, body];
}

async function send(account: Account) {
  const { status, body } = await account.api.post('/messages', { room, message: 'hi' });
  return [status, body.error];
}

describe('POST /bans', () => {
  test('is for owner, moderators and root, and keeps somebody from writing until it ends', async () => {
    for (const by of [owner, moderator, root]) {
      const target = await register(server);
      expect(await ban(by, target.uid, { duration: '2h 30m' })).toEqual([
        200,
        { message: 'Success' },
      ]);
      clock.advance(60 * 60_000);
      expect(await send(target)).toEqual([
        403,
        'You are banned from this channel. Your ban will expire in 1 hour 30 minutes',
      ]);
      clock.advance(90 * 60_000);
      expect(await send(target)).toEqual([200, undefined]);
    }
  });

  test('lasts a day unless it says otherwise', async () => {
    const target = await register(server);
    expect(await ban(owner, target.uid, { duration: undefined })).toEqual([
      200,
      { message: 'Success' },
    ]);
    expect(await send(target)).toEqual([
      403,
      'You are banned from this channel. Your ban will expire in 1 day',
    ]);
  });

  test('is for no other user', async () => {
    const target = await register(server);
    expect(await ban(other, target.uid)).toEqual(FORBIDDEN);
    expect(await ban({ ...other, api: new Api(server.url) }, target.uid)).toEqual([
      401,
      { error: 'Error: Unauthorized. Login first' },
    ]);
    expect(await send(target)).toEqual([200, undefined]);
  });

  test('hits neither root nor the owner nor oneself, and no moderator another', async () => {
    const peer = await register(server);
    await owner.api.post(`/users/${peer.uid}/mod`, { room });
    for (const target of [root, owner, moderator, peer])
      expect(await ban(moderator, target.uid)).toEqual(FORBIDDEN);
    expect(await ban(owner, root.uid)).toEqual(FORBIDDEN);
    expect(await ban(owner, owner.uid)).toEqual(FORBIDDEN);
    expect(await ban(owner, peer.uid)).toEqual([200, { message: 'Success' }]);
  });

  test.each([
    [{ duration: 'forever' }, 400, 'Invalid duration: forever'],
    [{ duration: '0s' }, 400, 'Invalid duration: 0s'],
    [{ duration: '-1d' }, 400, 'Invalid duration: -1d'],
    [{ duration: 60 }, 400, 'Invalid duration: '],
    [{ duration: '9'.repeat(99) }, 400, `Invalid duration: ${'9'.repeat(64)}`],
    [{ reason: 'x'.repeat(501) }, 400, 'reason is too long (max 500 characters)'],
    [{ user: '' }, 400, 'Missing parameter: user'],
    [{ room: undefined }, 400, 'Missing parameter: room'],
    [{ user: 'no-such-user' }, 404, 'No such user exists!'],
    [{ room: 'no-such-room' }, 404, 'No such room exists!'],
  ])('refuses %j', async (more, status, error) => {
    const target = await register(server);
    expect(await ban(owner, target.uid, more)).toEqual([status, { error }]);
    expect(await send(target)).toEqual([200, undefined]);
  });

  test('reaches somebody who is there through another protocol', async () => {
    const ownRoom = await makeRoom(owner);
    const guest = await fetchLobby(ownRoom);
    const users = (await owner.api.get(`/rooms/${ownRoom}/users`)).body.users;
    expect(users).toMatchObject([{ displayName: 'visitor', roles: [] }]);
    expect((await fetch(users[0].picture)).headers.get('content-type')).toContain('image/svg+xml');
    const closed = new Promise((resolve) => {
      guest.onclose = resolve;
    });
    expect(await ban(owner, users[0].uid, { room: ownRoom })).toEqual([
      200,
      { message: 'Success' },
    ]);
    await closed;
  });
});

/** A lobby client in that room. */
async function fetchLobby(uid: string): Promise<WebSocket> {
  const socket = new WebSocket(`${server.wsUrl}/ws/chat/visitor?room=${uid}`);
  await new Promise((resolve) => {
    socket.onmessage = resolve;
  });
  return socket;
}

describe('POST /unban', () => {
  test('lifts a ban at once', async () => {
    const target = await register(server);
    await ban(owner, target.uid);
    const refused = await other.api.post('/unban', { user: target.uid, room });
    expect([refused.status, refused.body]).toEqual(FORBIDDEN);
    const answer = await moderator.api.post('/unban', { user: target.uid, room });
    expect([answer.status, answer.body]).toEqual([200, { message: 'Success' }]);
    expect(await send(target)).toEqual([200, undefined]);
    const again = await moderator.api.post('/unban', { user: target.uid, room });
    expect([again.status, again.body]).toEqual([404, { error: 'This user is not banned' }]);
  });

  test.each([
    [{}, 'Missing parameter: room'],
    [{ room: 'ROOM' }, 'Missing user= or room= parameters'],
  ])('asks for what is missing in %j', async (body, error) => {
    const filled = 'room' in body ? { room } : body;
    const answer = await owner.api.post('/unban', filled);
    expect([answer.status, answer.body]).toEqual([400, { error }]);
  });
});

describe('GET /bans', () => {
  test('lists the bans in force, for those who may ban', async () => {
    const own = await makeRoom(owner);
    const target = await register(server);
    await ban(owner, target.uid, { room: own, duration: '1w', reason: 'spam' });
    const { status, body } = await owner.api.get(`/bans?room=${own}`);
    expect([status, Object.keys(body)]).toEqual([200, ['error', 'room', 'bans']]);
    expect(body.bans).toEqual([
      {
        user: expect.objectContaining({ uid: target.uid, displayName: target.name }),
        until: clock.now() + 7 * 86_400_000,
        reason: 'spam',
        by: owner.uid,
        created: clock.now(),
      },
    ]);
    clock.stepWall(7 * 86_400_000);
    expect((await owner.api.get(`/bans?room=${own}`)).body.bans).toEqual([]);
    const refused = await other.api.get(`/bans?room=${own}`);
    expect([refused.status, refused.body]).toEqual(FORBIDDEN);
    expect((await owner.api.get('/bans')).body).toEqual({ error: 'Missing parameter: room' });
  });
});

describe('POST /users/:uid/mod and /unmod', () => {
  test('are for owner and root; everyone in the room is notified', async () => {
    const target = await register(server);
    await using socket = await enter(server, target, room);
    await using reader = await enter(server, null, room);
    for (const by of [owner, root]) {
      const made = await by.api.post(`/users/${target.uid}/mod`, { room });
      expect([made.status, made.body]).toEqual([200, { status: '202 Accepted' }]);
      for (const received of [await socket.next('user_updated'), await reader.next('user_updated')])
        expect(received.user).toMatchObject({ uid: target.uid, roles: ['mod', 'registered'] });
      expect((await socket.next('auth_updated')).user.roles).toEqual(['mod', 'registered']);
      const unmade = await by.api.post(`/users/${target.uid}/unmod`, { room });
      expect([unmade.status, unmade.body]).toEqual([200, { status: '202 Accepted' }]);
      expect((await reader.next('user_updated')).user.roles).toEqual(['registered']);
      expect((await socket.next('auth_updated')).user.roles).toEqual(['registered']);
      await socket.next('user_updated');
    }
  });

  test('are for no other user', async () => {
    const target = await register(server);
    for (const by of [moderator, other]) {
      for (const what of ['mod', 'unmod']) {
        const answer = await by.api.post(`/users/${target.uid}/${what}`, { room });
        expect([answer.status, answer.body]).toEqual(FORBIDDEN);
      }
    }
  });

  test.each([
    ['no-such-user', { room: 'ROOM' }, 404, 'No such user exists!'],
    ['UID', { room: 'no-such-room' }, 404, 'No such room exists!'],
    ['UID', {}, 400, 'Missing parameter: room'],
  ])('refuse %s %j', async (uid, body, status, error) => {
    const target = await register(server);
    const filled = 'room' in body && body.room === 'ROOM' ? { room } : body;
    for (const what of ['mod', 'unmod']) {
      const path = `/users/${uid.replace('UID', target.uid)}/${what}`;
      const answer = await owner.api.post(path, filled);
      expect([answer.status, answer.body]).toEqual([status, { error }]);
    }
  });

  test('make no member of somebody who was no moderator', async () => {
    const target = await register(server);
    expect((await owner.api.post(`/users/${target.uid}/unmod`, { room })).status).toBe(200);
    const { id } = await server.core.rooms.findPublic(room);
    const { staff, room: found } = await server.core.roomRules.require(id);
    expect(staff.has(userKey('default', target.uid))).toBe(false);
    expect(found.ownerId).toBe(owner.uid);
  });
});

describe('a ban', () => {
  test('acts at once on the sockets of whom it hits', async () => {
    const target = await register(server);
    await using socket = await enter(server, target, room);
    await using reader = await enter(server, null, room);
    await ban(owner, target.uid, { duration: '1h' });
    const text = 'You are banned from this channel. Your ban will expire in 1 hour';
    expect(await socket.next('system')).toEqual(rejection(text));
    const left = (await reader.next('room_users')).users;
    expect(left.map(({ uid }: { uid: string }) => uid)).not.toContain(target.uid);
    socket.emit('sendMessage', { text: 'let me' });
    expect(await socket.next('system')).toEqual(rejection(text));
    await other.api.post('/messages', { room, message: 'still readable' });
    expect(await socket.next('message')).toMatchObject({ message: 'still readable' });

    await using again = await enter(server, target, room);
    expect(again.log.filter(([name]) => name === 'system')).toEqual([['system', rejection(text)]]);
    again.emit('sendMessage', { text: 'let me' });
    expect(await again.next('system')).toEqual(rejection(text));

    reader.forget();
    await owner.api.post('/unban', { user: target.uid, room });
    const back = (await reader.next('room_users')).users;
    expect(back.map(({ uid }: { uid: string }) => uid)).toContain(target.uid);
    expect(await socket.ask('sendMessage', { text: 'thanks' })).toMatchObject({ error: null });
  });

  test('that has run out lets them write and be seen again', async () => {
    const target = await register(server);
    await using socket = await enter(server, target, room);
    await ban(owner, target.uid, { duration: '1h' });
    await socket.next('system');
    clock.advance(3_600_000);
    socket.forget();
    expect(await socket.ask('sendMessage', { text: 'again' })).toMatchObject({ error: null });
    await socket.next('room_users');
    const users = (await other.api.get(`/rooms/${room}/users`)).body.users;
    expect(users.map(({ uid }: { uid: string }) => uid)).toContain(target.uid);
  });
});
