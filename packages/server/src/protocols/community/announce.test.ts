import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainActor, systemActor } from '../../core/actor.ts';
import { EventClient } from '../../testing/event-client.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Account, enter, join, makeRoom, QUICK, register, rejection } from './testing/api.ts';

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

describe('what happens in a room', () => {
  test('its name, its slow mode and its end are sent', async () => {
    const uid = await makeRoom(owner);
    await using client = await enter(server, other, uid);
    await owner.api.patch(`/rooms/${uid}`, { name: 'New', slow_mode: 5 });
    expect(await client.next('room_updated')).toEqual({
      room: { uid, name: 'New', description: '', slowMode: 5 },
    });
    await owner.api.delete(`/rooms/${uid}`);
    expect(await client.next('system')).toEqual({
      type: 'warning',
      text: 'This room has been deleted',
    });
    expect(await client.next('room_deleted')).toEqual({ uid });
    client.emit('sendMessage', { text: 'hello?' });
    expect(await client.next('system')).toEqual(rejection('Not in any rooms at the moment'));
  });

  test('deleted messages are sent by number', async () => {
    const uid = await makeRoom(owner);
    await using client = await enter(server, other, uid);
    const { result } = await client.ask('sendMessage', { text: 'oops' });
    await owner.api.delete(`/messages/${result}`);
    expect(await client.next('message_deleted')).toEqual({ ids: result });
  });

  test('a new name is sent to everyone, and stands beside old messages too', async () => {
    const uid = await makeRoom(owner);
    const account = await register(server);
    await using client = await enter(server, account, uid);
    await using reader = await enter(server, null, uid);
    await client.ask('sendMessage', { text: 'before' });
    await account.api.patch('/me', { display_name: 'Renamed' });
    const renamed = { ...user(account, 'registered'), displayName: 'Renamed' };
    expect(await client.next('auth_updated')).toEqual({ user: renamed });
    expect(await reader.next('user_updated')).toEqual({ user: renamed });
    await client.ask('sendMessage', { text: 'after' });
    await reader.next('message');
    expect((await reader.next('message')).user).toEqual(renamed);
    await using later = await EventClient.open(server.url);
    const messages = await join(later, uid);
    expect(messages.map(({ user: sender }) => sender)).toEqual([renamed, renamed]);
    const { body } = await account.api.get(`/rooms/${uid}/users`);
    expect(body.users).toEqual([renamed]);
  });

  test('edits and reactions, made through another protocol, are sent as events of their own', async () => {
    const uid = await makeRoom(owner);
    await using client = await enter(server, other, uid);
    const { result } = await client.ask('sendMessage', { text: 'draft' });
    await client.next('message');
    const { core } = server;
    const { id: roomId } = await core.rooms.findPublic(uid);
    const reader = {
      id: '',
      appId: 'default',
      name: '',
      avatarUrl: null,
      kind: 'anonymous',
    } as const;
    const found = await core.messages.locate(plainActor(reader, ''), { number: result });
    const author = plainActor(found.sender, '');
    await core.messages.edit(author, roomId, found.id, 'final', null, core.policies.system);
    const edited = {
      id: result,
      timestamp: found.createdAt,
      message: 'final',
      editedAt: expect.any(Number),
    };
    expect(await client.next('message_updated')).toEqual({
      ...edited,
      user: user(other, 'registered'),
    });
    await core.messages.react(author, roomId, found.id, '👍');
    expect(await client.next('reaction_updated')).toEqual({
      id: result,
      emoji: '👍',
      uid: other.uid,
      action: 'added',
      reactions: { '👍': [other.uid] },
    });
    await using later = await EventClient.open(server.url);
    expect(await join(later, uid)).toMatchObject([{ ...edited, reactions: { '👍': [other.uid] } }]);
  });

  test('an account that is removed is signed out', async () => {
    const account = await register(server);
    await using client = await enter(server, account, await makeRoom(owner));
    await server.core.users.remove(systemActor('default'), account.uid);
    expect(await client.next('auth_updated')).toEqual({ user: null });
    client.emit('sendMessage', { text: 'hi' });
    await client.next('system');
    expect(await client.next('system')).toEqual(rejection('Error: Unauthorized. Login first'));
  });
});

describe('a ban or mute that comes from elsewhere', () => {
  test('of an address puts everyone there out, readers too', async () => {
    const clock = new ManualClock();
    await using small = await startTestServer({ settings: QUICK, clock });
    const account = await register(small);
    const uid = await makeRoom(account);
    await using reader = await enter(small, null, uid);
    const { id } = await small.core.rooms.findPublic(uid);
    const draft = { target: 'ip:127.0.0.1', durationMs: 60_000, reason: '' } as const;
    await small.core.moderation.sanction(systemActor('default'), id, { kind: 'ban', ...draft });
    const text = 'You are banned from this channel. Your ban will expire in 1 minute';
    expect(await reader.next('system')).toEqual(rejection(text));
    await account.api.post('/messages', { room: uid, message: 'hi' });
    reader.emit('join', { uid });
    expect(await reader.next('system')).toEqual(rejection(text));
    expect(reader.pending).toEqual(['room_left', 'restriction']);
    const read = await account.api.get(`/rooms/${uid}/messages`);
    expect([read.status, read.body]).toEqual([403, { error: text }]);
  });

  test('mutes: reading goes on', async () => {
    const uid = await makeRoom(owner);
    await using client = await enter(server, other, uid);
    const { id } = await server.core.rooms.findPublic(uid);
    await server.core.moderation.sanction(systemActor('default'), id, {
      kind: 'mute',
      target: `user:${other.uid}`,
      durationMs: null,
      reason: '',
    });
    expect(await client.next('system')).toEqual(rejection('You are muted in this channel.'));
    client.emit('sendMessage', { text: 'mmh' });
    expect(await client.next('system')).toEqual(rejection('You are muted in this channel.'));
    const { body } = await owner.api.get(`/rooms/${uid}/users`);
    expect(body.users).toHaveLength(1);
  });

  test('of the whole app holds in every room', async () => {
    const account = await register(server);
    await using client = await enter(server, account, await makeRoom(owner));
    await server.core.moderation.sanctionInApp(systemActor('default'), {
      kind: 'ban',
      target: `user:${account.uid}`,
      durationMs: null,
      reason: '',
    });
    const text = 'You are banned from this channel.';
    expect(await client.next('system')).toEqual(rejection(text));
    await join(client, await makeRoom(owner));
    client.emit('sendMessage', { text: 'hi' });
    expect(await client.next('system')).toEqual(rejection(text));
  });
});
