import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import {
  type Account,
  enter,
  join,
  makeRoom,
  QUICK,
  register,
  rejection,
  signIn,
} from './testing/api.ts';

let server: TestServer;
let owner: Account;
let other: Account;
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK });
  owner = await register(server, 'owner');
  other = await register(server, 'other');
});
afterAll(() => server[Symbol.asyncDispose]());

const user = (account: Account, ...roles: string[]) => ({
  uid: account.uid,
  displayName: account.name,
  picture: `${server.url}/avatars/${account.uid}.svg`,
  countryCode: '',
  balance: 0,
  roles,
});

describe('login', () => {
  test('sends the signed-in user', async () => {
    await using client = await EventClient.open(server.url);
    client.emit('login', { token: owner.token });
    const received = await client.next('auth_updated');
    expect(received).toEqual({ user: user(owner, 'registered') });
    expect(Object.keys(received.user)).toEqual(Object.keys(user(owner)));
  });

  test.each([{ token: 'nonsense' }, { token: '' }, { token: 7 }, {}, null, 'token', []])(
    'refuses %j',
    async (payload) => {
      await using client = await EventClient.open(server.url);
      client.emit('login', payload);
      expect(await client.next('system')).toEqual(rejection('Invalid login'));
      expect(await client.ask('login', payload)).toEqual({
        error: 'Invalid login',
        code: 'unauthorized',
      });
    },
  );

  test('may be repeated, as somebody else', async () => {
    const uid = await makeRoom(owner);
    await using reader = await enter(server, null, uid);
    await using client = await enter(server, owner, uid);
    client.emit('login', { token: other.token });
    expect((await client.next('auth_updated')).user).toEqual(user(other, 'registered'));
    const online = await server.core.presence.online((await server.core.rooms.findPublic(uid)).id);
    expect(online.map(({ id }) => id)).toEqual([other.uid]);
    expect((await reader.next('room_users')).users).toEqual([user(owner, 'owner', 'registered')]);
  });

  test('in a room makes one of its users', async () => {
    const uid = await makeRoom(owner);
    await using client = await enter(server, null, uid);
    client.emit('login', { token: owner.token });
    expect((await client.next('auth_updated')).user.roles).toEqual(['owner', 'registered']);
    expect((await client.next('room_users')).users).toEqual([user(owner, 'owner', 'registered')]);
  });
});

describe('logout', () => {
  test('leaves a reader behind, and ends the sign-in', async () => {
    const uid = await makeRoom(owner);
    const account = await register(server);
    await using client = await enter(server, account, uid);
    await using elsewhere = await enter(server, account, uid);
    client.emit('logout', { reason: 'none of your business' });
    expect(await client.next('auth_updated')).toEqual({ user: null });
    expect((await client.next('room_users')).users).toEqual([]);
    client.emit('sendMessage', { text: 'hi' });
    expect(await client.next('system')).toEqual(rejection('Error: Unauthorized. Login first'));
    await owner.api.post('/messages', { room: uid, message: 'still here?' });
    expect((await client.next('message')).message).toBe('still here?');
    expect(await client.ask('logout')).toEqual({ error: null });
    expect((await elsewhere.next('system')).type).toBe('warning');
    expect(await elsewhere.next('auth_updated')).toEqual({ user: null });
    expect((await account.api.get('/me')).status).toBe(401);
    expect(client.pending).toEqual([]);
  });
});

describe('join', () => {
  test('shows the room, its newest 20 messages, oldest first, and who is online', async () => {
    const uid = await makeRoom(owner, 'Tea');
    for (let i = 1; i <= 22; i++)
      await owner.api.post('/messages', { room: uid, message: `m${i}` });
    await using client = await EventClient.open(server.url);
    client.emit('login', { token: other.token });
    client.emit('join', { uid });
    await client.next('room_users');
    expect(client.log.slice(0, 4).map(([name]) => name)).toEqual([
      'auth_updated',
      'room_updated',
      'room_messages',
      'room_users',
    ]);
    const [roomUpdated, { messages }, { users }] = client.log
      .slice(1)
      .map(([, payload]) => payload);
    expect(roomUpdated).toEqual({ room: { uid, name: 'Tea', description: '', slowMode: 0 } });
    expect(messages.map(({ message }: { message: string }) => message)).toEqual(
      Array.from({ length: 20 }, (_, i) => `m${i + 3}`),
    );
    expect(messages[0].user).toEqual(user(owner, 'owner', 'registered'));
    expect(Object.keys(messages[0])).toEqual(['id', 'timestamp', 'message', 'user']);
    expect(users).toEqual([user(other, 'registered')]);
  });

  test.each(['a reader', 'an account', 'an account that is there already'])(
    'answers room_users once to %s',
    async (who) => {
      const uid = await makeRoom(owner);
      const account = who === 'a reader' ? null : other;
      await using _there = await enter(server, who.endsWith('already') ? other : null, uid);
      await using client = await EventClient.open(server.url);
      if (account !== null) await signIn(client, account);
      await client.ask('join', { uid });
      await client.ask('sendMessage', { text: '!users' });
      expect(client.log.filter(([name]) => name === 'room_users')).toEqual([
        ['room_users', { users: account === null ? [] : [user(other, 'registered')] }],
      ]);
    },
  );

  test('needs no login, and anonymous readers are not users', async () => {
    const uid = await makeRoom(owner);
    await using reader = await enter(server, null, uid);
    await using second = await EventClient.open(server.url);
    second.emit('join', { uid });
    expect(await second.next('room_users')).toEqual({ users: [] });
    await owner.api.post('/messages', { room: uid, message: 'hi' });
    expect((await reader.next('message')).message).toBe('hi');
  });

  test.each([{ uid: 'no-such-room' }, { uid: '' }, { uid: 7 }, {}, null, 'uid', [[]]])(
    'of %j says that there is no such room',
    async (payload) => {
      await using client = await EventClient.open(server.url);
      const from = Math.floor(Date.now() / 1000);
      client.emit('join', payload);
      const error = await client.next('error');
      expect(Object.entries(error)).toEqual([
        ['timestamp', expect.any(Number)],
        ['message', 'No such room exists!'],
      ]);
      expect(error.timestamp).toBeGreaterThanOrEqual(from);
      expect(error.timestamp).toBeLessThanOrEqual(Date.now() / 1000);
    },
  );

  test('leaves the room before, and an unknown one leaves it where it was', async () => {
    const [first, second] = [await makeRoom(owner, 'first'), await makeRoom(owner, 'second')];
    await using client = await enter(server, other, first);
    client.emit('join', { uid: 'no-such-room' });
    await client.next('error');
    expect(await client.ask('sendMessage', { text: 'in first' })).toMatchObject({ error: null });
    await join(client, second);
    await owner.api.post('/messages', { room: first, message: 'not for you' });
    await client.ask('sendMessage', { text: 'in second' });
    expect((await client.next('message')).message).toBe('in second');
    const { body } = await owner.api.get(`/rooms/${first}/users`);
    expect(body.users).toEqual([]);
  });

  test('again shows the room again, without leaving it', async () => {
    const uid = await makeRoom(owner);
    await using reader = await enter(server, null, uid);
    await using client = await enter(server, other, uid);
    await reader.next('room_users');
    client.emit('join', { uid });
    await client.next('room_messages');
    await client.next('room_users');
    await client.ask('sendMessage', { text: 'once' });
    await client.ask('sendMessage', { text: 'and again' });
    expect(client.log.filter(([name]) => name === 'message')).toHaveLength(2);
    expect(reader.pending.filter((name) => name === 'room_users')).toEqual([]);
  });

  test('of the room of another protocol works as well', async () => {
    await using client = await enter(server, other, 'lobby');
    const lobby = new WebSocket(`${server.wsUrl}/ws/chat/visitor`);
    await new Promise((resolve) => {
      lobby.onopen = resolve;
    });
    lobby.send(JSON.stringify({ message: 'hello from the lobby' }));
    const { user: sender, message } = await client.next('message');
    expect([message, sender.displayName, sender.roles]).toEqual([
      'hello from the lobby',
      'visitor',
      [],
    ]);
    lobby.close();
  });
});
