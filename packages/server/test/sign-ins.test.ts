/** What a user was given ends: sign-ins, tokens, memberships, bans. */
import { DEFAULT_APP_ID } from '@koine/contract';
import Type from 'typebox';
import { afterAll, assert, beforeAll, expect, test } from 'vitest';
import { type Actor, ANYONE, plainActor, systemActor } from '../src/core/actor.ts';
import { roomDraft } from '../src/core/rooms.ts';
import { senderOf } from '../src/core/users.ts';
import { SANDBOX } from '../src/server/sandbox.ts';
import { OPERATOR } from '../src/testing/actors.ts';
import { ManualClock } from '../src/testing/manual-clock.ts';
import { sendText } from '../src/testing/messages.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { CommunityClient } from './clients/community-client.ts';
import { DirectClient } from './clients/direct-client.ts';
import { PlatformClient } from './clients/platform-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { reader } from './clients/reader.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { UNLIMITED } from './support/settings.ts';

const DAY_MS = 86_400_000;
const readToken = reader(Type.Object({ data: Type.Object({ token: Type.String() }) }));
const clock = new ManualClock();
let server: TestServer;
let people = 0;
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: UNLIMITED }, clock });
});
afterAll(() => server[Symbol.asyncDispose]());

async function register() {
  const username = `ada.${++people}`;
  const { user, token } = await new CommunityApi(server.url).register(username);
  return { id: user.uid, token, username, password: `password-of-${username}` };
}

async function isGood(token: string): Promise<boolean> {
  return (await new CommunityApi(server.url, token).call('GET', '/me')).status === 200;
}

test('an account has twenty sign-ins: one more ends the longest unused', async () => {
  const { id, token } = await register();
  const user = await server.core.users.get(ANYONE, id);
  clock.advance(1000);
  const second = await server.core.signIns.issue(user);
  for (let i = 3; i <= 20; i++) {
    clock.advance(1000);
    await server.core.signIns.issue(user);
  }
  clock.advance(1000);
  expect(await isGood(token)).toBe(true);
  clock.advance(1000);
  await using client = await CommunityClient.open(server.url, { token });
  await server.core.signIns.issue(user);
  expect(await isGood(token)).toBe(true);
  expect(await isGood(second)).toBe(false);
  expect(client.name).toBe(user.displayName);
});

test('a sign-in ends when it is unused for thirty days', async () => {
  const { token } = await register();
  clock.stepWall(29 * DAY_MS);
  expect(await isGood(token)).toBe(true);
  // The use is noted.
  clock.advance(60_000);
  await server.core.signIns.issue(await server.core.users.get(ANYONE, (await register()).id));
  clock.stepWall(29 * DAY_MS);
  expect(await isGood(token)).toBe(true);
  clock.stepWall(31 * DAY_MS);
  expect(await isGood(token)).toBe(false);
});

test('an account changes its password with the old one, and its other sign-ins end', async () => {
  const { id, token, username, password } = await register();
  const user = await server.core.users.get(ANYONE, id);
  const other = await server.core.signIns.issue(user);
  await using elsewhere = await CommunityClient.open(server.url, { token: other });
  const api = new CommunityApi(server.url, token);
  const change = (old_password: string, next: string) =>
    api.call('POST', '/me/password', { old_password, password: next });
  expect((await change('wrong', 'a new password')).status).toBe(401);
  expect((await change(password, 'short')).status).toBe(400);
  expect((await change(password, 'a new password')).status).toBe(204);
  await elsewhere.events.find((one) => one.event === 'auth_updated' && one.data.user === null);
  expect(await isGood(token)).toBe(true);
  expect(await isGood(other)).toBe(false);
  await expect(server.core.users.login(username, password)).rejects.toMatchObject({
    code: 'unauthorized',
  });
  await server.core.users.login(username, 'a new password');
});

test('a guest’s token is signed, stored nowhere, and ends with its days or its guest', async () => {
  const visit = await new CommunityApi(server.url).ask('GET', '/websocket');
  const token = String(Object(visit).token);
  expect(await isGood(token)).toBe(true);
  expect(await isGood(`${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`)).toBe(false);
  const holder = await server.core.users.findByToken(token, 0);
  const id = holder?.user.id ?? '';
  await expect(server.core.users.get(ANYONE, id)).rejects.toMatchObject({
    code: 'userNotFound',
  });
  await server.core.users.signOut(systemActor(DEFAULT_APP_ID), id);
  expect(await isGood(token)).toBe(false);
  const { token: next } = await server.core.users.loginGuest('somewhere else', false);
  clock.stepWall(29 * DAY_MS);
  expect(await isGood(next)).toBe(true);
  clock.stepWall(2 * DAY_MS);
  expect(await isGood(next)).toBe(false);
});

test('anyone who gets the id of a deleted user gets nothing else of theirs', async () => {
  const { core } = server;
  const app = systemActor(SANDBOX.appId);
  const draft = { id: 'zoe', displayName: 'Zoe', avatarUrl: null, meta: {} };
  await core.users.create(app, draft, 'fail');
  const members = [{ userId: 'zoe', userName: 'Zoe', role: 'member' }] as const;
  const room = await core.rooms.create(app, roomDraft('Private', { kind: 'private', members }));
  const who = { userId: 'zoe', userName: null, rooms: null };
  const old = await core.apps.issueUserToken(app, who, clock.now() + DAY_MS);
  await core.users.remove(app, 'zoe');
  await core.users.create(app, draft, 'fail');
  expect(await core.apps.verifyUserToken(old, 0)).toBeNull();
  const fresh = await core.apps.issueUserToken(app, who, clock.now() + DAY_MS);
  expect(await core.apps.verifyUserToken(fresh, 0)).not.toBeNull();
  const messages = `${server.url}/api/v1/rooms/${room.id}/messages`;
  const answer = await fetch(messages, { headers: { authorization: `Bearer ${fresh}` } });
  expect(answer.status).toBe(403);
  await core.apps.replaceTokenSecret(OPERATOR, app.appId);
  expect(await core.apps.verifyUserToken(fresh, 0)).toBeNull();
});

test('anyone who gets the id of a deleted user changes nothing of what they wrote', async () => {
  const api = new PlatformApi(server.url);
  const register = () => api.ask('POST', '/users', { user_id: 'heir', user_name: 'Heir' });
  const tokenOf = async () =>
    readToken(await api.ask('POST', '/tokens', { user_id: 'heir' })).data.token;
  await register();
  const { id } = await api.post(SANDBOX.roomId, 'heir', 'of the first');
  await api.ask('DELETE', '/users/heir');
  await register();
  await using heir = await PlatformClient.enter(server.wsUrl, 'heir', { token: await tokenOf() });
  const own = await heir.post('of the second');
  const path = `/messages/${id}`;
  const headers = {
    authorization: `Bearer ${await tokenOf()}`,
    'content-type': 'application/json',
  };
  for (const [method, body] of [
    ['PUT', JSON.stringify({ content: 'meddled' })],
    ['DELETE', null],
  ] as const) {
    const url = `${server.url}/api/v1${path}`;
    expect((await fetch(url, { method, headers, body: body ?? '{}' })).status).toBe(403);
  }
  heir.send('edit', { message_id: id, content: 'meddled' });
  expect(await heir.rejection()).toBe('You may not do this');
  heir.send('delete', { message_id: id });
  expect(await heir.rejection()).toBe('You may not do this');
  heir.send('edit', { message_id: own.id, content: 'mended' });
  await heir.frames.next(({ type }) => type === 'message_updated');
  heir.send('delete', { message_id: own.id });
  await heir.frames.next(({ type }) => type === 'message_deleted');
});

test.each([DEFAULT_APP_ID, SANDBOX.appId])(
  'anyone who gets the id of a deleted user of %s is not shown as who reacted, and takes nothing back',
  async (appId) => {
    const { core, url, wsUrl } = server;
    const app = systemActor(appId);
    const draft = { id: 'echo', displayName: 'Echo', avatarUrl: null, meta: {} };
    const register = async () => {
      const user = await core.users.create(app, draft, 'fail');
      return plainActor(senderOf(user), '192.0.2.1');
    };
    const room = await core.rooms.findPublic('general');
    const api = new PlatformApi(url);
    const text = `well, ${appId}?`;
    const { id } = await api.post(room.id, 'ada', text);
    const react = async (user: Actor) =>
      (await core.messages.react(user, room.id, id, '👍')).action;
    await react(await register());
    await core.users.remove(app, draft.id);
    const heir = await register();
    await using wall = await ReactionsClient.open(wsUrl, { room: 'general' });
    const shown = await wall.frames.find((one) => one.type === 'message' && one.data.id === id);
    expect(shown).toHaveProperty('data.reactions', {});
    await using community = await CommunityClient.open(url);
    const known = (await community.join('general')).find(({ message }) => message === text);
    expect(known).not.toHaveProperty('reactions');
    const listed = (await api.history(room.id)).find((one) => one.id === id);
    expect(listed?.reactions).toEqual({});
    expect([await react(heir), await react(heir)]).toEqual(['added', 'removed']);
  },
);

test('a message that comes back from an archive is not that of who got its author’s id since', async () => {
  const { core } = server;
  const app = systemActor(DEFAULT_APP_ID);
  const register = async () => {
    clock.advance(1000);
    const draft = { id: 'back', displayName: 'Back', avatarUrl: null, meta: {} };
    return plainActor(senderOf(await core.users.create(app, draft, 'fail')), '192.0.2.1');
  };
  const room = await core.rooms.create(app, roomDraft('Archived', {}));
  const send = (user: Actor) => sendText(core, user, room.id, 'mine');
  const former = await register();
  const message = await send(former);
  const { lines: begun, next } = await core.exporter.begin(OPERATOR, { room: room.id });
  assert(next !== null);
  const all = [...begun, ...(await core.exporter.page(OPERATOR, next)).lines];
  const header = all.find((line) => line.type === 'koine-export');
  assert(header !== undefined);
  const lines = all.filter((line) => line.type !== 'koine-export');
  await core.rooms.remove(app, room.id);
  clock.advance(1);
  await core.users.remove(app, 'back');
  await core.importer.import(OPERATOR, { header, appId: null, room: null, lines });
  // The first stands for one whom the app names in a token: such users are not stored.
  for (const of of [() => former, register])
    await expect(core.messages.delete(await of(), room.id, message.id)).rejects.toMatchObject({
      code: 'forbidden',
    });
  clock.advance(1);
  const heir = former;
  const own = await send(heir);
  expect(await core.messages.delete(heir, room.id, own.id)).toMatchObject({ content: '' });
});

test.each([
  { heir: 'nobody', isTheirs: false },
  { heir: 'a user who came later', isTheirs: false },
  { heir: 'the account itself, from its archive', isTheirs: true },
] as const)(
  'the event of an archived message has the reactions that a read then has: $heir',
  async ({ heir, isTheirs }) => {
    const { core } = server;
    const app = systemActor(DEFAULT_APP_ID);
    const id = `reactor-${heir.length}`;
    const draft = { id, displayName: 'Reactor', avatarUrl: null, meta: {} };
    const account = await core.users.create(app, draft, 'fail');
    const reactor = plainActor(senderOf(account), '192.0.2.1');
    clock.advance(1);
    const room = await core.rooms.create(app, roomDraft('Reacted', {}));
    const message = await sendText(core, app, room.id, 'well?');
    await core.messages.react(reactor, room.id, message.id, '👍');
    const { lines: begun, next } = await core.exporter.begin(OPERATOR, { room: room.id });
    assert(next !== null);
    const [header] = begun;
    assert(header?.type === 'koine-export');
    const page = await core.exporter.page(OPERATOR, next);
    const lines = page.lines.filter((line) => line.type !== 'koine-export');
    const ofKind = (kind: string) => lines.filter(({ type }) => type === kind);
    await core.rooms.remove(app, room.id);
    clock.advance(1000);
    await core.users.remove(app, id);
    clock.advance(1000);
    const importing = { header, appId: null };
    if (heir === 'a user who came later') await core.users.create(app, draft, 'fail');
    if (heir === 'the account itself, from its archive') {
      const user = { ...account, passwordHash: null };
      await core.importer.import(OPERATOR, {
        ...importing,
        room: null,
        lines: [{ type: 'user', user }],
      });
    }
    await core.importer.import(OPERATOR, { ...importing, room: null, lines: ofKind('room') });
    await using wall = await ReactionsClient.enter(server.wsUrl, { room: room.uid });
    await core.importer.import(OPERATOR, { ...importing, room, lines: ofKind('message') });
    const frame = await wall.frames.next(({ type }) => type === 'message');
    const shown = isTheirs ? { '👍': [id] } : {};
    expect(frame).toMatchObject({ data: { id: message.id, reactions: shown } });
    const read = await core.messages.get(app, room.id, message.id);
    expect(read.reactions.map(({ emoji }) => emoji)).toEqual(Object.keys(shown));
    const { action } = await core.messages.react(reactor, room.id, message.id, '👍');
    expect(action).toBe(isTheirs ? 'removed' : 'added');
  },
);

test('a conversation with a deleted user can be read, not written, and is no later user’s', async () => {
  const { id } = await register();
  await using friend = await DirectClient.enter(server.url, 'friend', id);
  await friend.post('hello');
  await server.core.users.remove(systemActor(DEFAULT_APP_ID), id);
  expect((await friend.fetch(10, 0)).map(({ body }) => body)).toEqual(['hello']);
  friend.sendText('are you there?');
  expect(await friend.rejection()).toBe('User not found');
  await using later = await DirectClient.enter(server.url, id, 'friend');
  expect(later.roomId).not.toBe(friend.roomId);
  expect(later.history).toEqual([]);
});

test('an account banned from the app makes no rooms and takes no other name', async () => {
  const { id, token } = await register();
  const user = await server.core.users.get(ANYONE, id);
  const target = `user:${id}` as const;
  const ban = { kind: 'ban', target, durationMs: null, reason: '' } as const;
  await server.core.moderation.sanctionInApp(systemActor(DEFAULT_APP_ID), ban);
  const api = new CommunityApi(server.url, token);
  expect((await api.call('POST', '/rooms', { name: 'Mine' })).status).toBe(403);
  expect((await api.call('PATCH', '/me', { display_name: 'Somebody' })).status).toBe(403);
  await expect(
    server.core.users.update(plainActor(senderOf(user), ''), id, { displayName: 'Somebody' }),
  ).rejects.toMatchObject({ code: 'banned' });
});

test('the end of a ban or mute is announced when it comes', async () => {
  const { core } = server;
  const { id, token } = await register();
  const room = await core.rooms.create(systemActor(DEFAULT_APP_ID), roomDraft('Room'));
  await using client = await CommunityClient.enter(server.url, room.uid, { token });
  for (const kind of ['ban', 'mute'] as const) {
    const draft = { kind, target: `user:${id}`, durationMs: 60_000, reason: '' } as const;
    await core.moderation.sanction(systemActor(DEFAULT_APP_ID), room.id, draft);
    await client.events.next((one) => one.event === 'restriction' && one.data.kind === kind);
    clock.advance(60_000);
    await client.events.next((one) => one.event === 'restriction' && one.data.kind === null);
  }
  await using friend = await DirectClient.enter(server.url, 'banned', 'friend');
  const draft = { kind: 'ban', target: 'user:banned', durationMs: 60_000, reason: '' } as const;
  await core.moderation.sanctionInApp(systemActor(DEFAULT_APP_ID), draft);
  expect(await friend.rejection()).toMatch(/^You are banned until/);
  clock.advance(60_000);
  await friend.events.find((one) => one.event === 'ban_ended' && one.data.roomId === null);
  await friend.join('friend');
});
