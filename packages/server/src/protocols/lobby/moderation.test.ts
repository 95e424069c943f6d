import { DEFAULT_APP_ID } from '@koine/contract';
import { expect, test } from 'vitest';
import { systemActor } from '../../core/actor.ts';
import { roomDraft } from '../../core/rooms.ts';
import { directRoom } from '../../testing/actors.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { startTestServer } from '../../testing/test-server.ts';
import { enter, lobbyOf, visit } from './testing/visit.ts';

const system = systemActor(DEFAULT_APP_ID);

test('lets no user into a room that is unknown or not public', async () => {
  await using server = await startTestServer();
  const hidden = await server.core.rooms.create(system, roomDraft('Hidden', { kind: 'private' }));
  const direct = await directRoom(server.core, DEFAULT_APP_ID, 'a', 'b');
  for (const uid of ['nowhere', '', hidden.uid, direct.uid, hidden.id]) {
    await using client = await visit(server, 'alice', `?room=${uid}`);
    expect(await client.next()).toMatchObject({ type: 'error', message: 'Room not found' });
    expect(await client.closed).toEqual({ code: 1008, reason: 'Room not found' });
  }
});

test('sends away at once anyone who is banned, and lets them in again when the ban is lifted', async () => {
  await using server = await startTestServer();
  const room = await lobbyOf(server);
  await using bob = await enter(server, 'bob');
  await using alice = await enter(server, 'alice');
  await using twin = await enter(server, 'alice');
  expect(await bob.next()).toMatchObject({ message: 'alice has joined the chat' });
  const target = 'user:lobby:alice';
  const ban = { kind: 'ban', target, durationMs: null, reason: 'noise' } as const;
  await server.core.moderation.sanction(system, room.id, ban);
  for (const client of [alice, twin]) {
    expect(await client.next()).toMatchObject({ type: 'error', message: 'You are banned' });
    expect(await client.closed).toEqual({ code: 1008, reason: 'You are banned' });
  }
  expect(await bob.next()).toMatchObject({ message: 'alice has left the chat' });
  await using again = await visit(server, 'alice');
  expect(await again.next()).toMatchObject({ type: 'error', message: 'You are banned' });
  expect(await again.closed).toMatchObject({ code: 1008 });
  await server.core.moderation.lift(system, room.id, 'ban', target);
  await using back = await visit(server, 'alice');
  expect(await back.next()).toMatchObject({ message: 'Welcome to the chat, alice!' });
  expect(await bob.next()).toMatchObject({ message: 'alice has joined the chat' });
});

test('a ban ends by itself', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({ clock });
  const room = await lobbyOf(server);
  const ban = { kind: 'ban', target: 'user:lobby:alice', durationMs: 1000, reason: '' } as const;
  await server.core.moderation.sanction(system, room.id, ban);
  await using early = await visit(server, 'alice');
  expect(await early.next()).toMatchObject({ type: 'error', message: 'You are banned' });
  clock.advance(1000);
  await using late = await visit(server, 'alice');
  expect(await late.next()).toMatchObject({ message: 'Welcome to the chat, alice!' });
});

test('a ban from the app, or of an address, reaches the lobby', async () => {
  await using server = await startTestServer();
  const side = await server.core.rooms.create(system, roomDraft('Side room'));
  await using bob = await enter(server, 'bob');
  await using alice = await enter(server, 'alice', `?room=${side.uid}`);
  await server.core.moderation.sanctionInApp(system, {
    kind: 'ban',
    target: 'user:lobby:alice',
    durationMs: null,
    reason: '',
  });
  expect(await alice.next()).toMatchObject({ message: 'You are banned' });
  expect(await alice.closed).toMatchObject({ code: 1008 });
  bob.send({ message: 'not me' });
  expect(await bob.next()).toMatchObject({ message: 'not me' });
  await server.core.moderation.sanctionInApp(system, {
    kind: 'ban',
    target: 'ip:127.0.0.1',
    durationMs: null,
    reason: '',
  });
  expect(await bob.next()).toMatchObject({ message: 'You are banned' });
  expect(await bob.closed).toMatchObject({ code: 1008 });
});

test('anyone who is muted may read but not send', async () => {
  await using server = await startTestServer();
  const room = await lobbyOf(server);
  await using alice = await enter(server, 'alice');
  await using bob = await enter(server, 'bob');
  await alice.next();
  await server.core.moderation.sanction(system, room.id, {
    kind: 'mute',
    target: 'user:lobby:alice',
    durationMs: null,
    reason: '',
  });
  alice.send({ message: 'x' });
  expect(await alice.next()).toMatchObject({ type: 'error', message: 'You are muted' });
  bob.send({ message: 'hello' });
  expect(await alice.next()).toMatchObject({ message: 'hello' });
});

test('a deleted room sends everyone away', async () => {
  await using server = await startTestServer();
  const room = await server.core.rooms.create(system, roomDraft('Short-lived'));
  await using alice = await enter(server, 'alice', `?room=${room.uid}`);
  await server.core.rooms.remove(system, room.id);
  expect(await alice.next()).toMatchObject({ type: 'error', message: 'Room not found' });
  expect(await alice.closed).toMatchObject({ code: 1008 });
});
