/**
 * A user is (app, id). In a bridged room the same id stands for two people: a built-in user by one of the built-in app's protocols, and
 * a user of the room's app, its twin. Whatever one does, may or suffers is nothing of the other's.
 */
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { type ChatClient, textsOf, waitForText } from './clients/chat-client.ts';
import { CommunityClient } from './clients/community-client.ts';
import { DirectClient } from './clients/direct-client.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { PlatformClient } from './clients/platform-client.ts';
import { reader } from './clients/reader.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { adminClient } from './support/admin-client.ts';
import { BUILT_IN_USERS, type Room } from './support/built-in-users.ts';
import { UNLIMITED } from './support/settings.ts';

const TOGGLES_MAX = 3;
const DIRECT_MAX = 4;
const readToken = reader(Type.Object({ data: Type.Object({ token: Type.String() }) }));
const readSignedIn = reader(Type.Object({ token: Type.String() }));
const readOnline = reader(
  Type.Object({ data: Type.Object({ online_users: Type.Array(Type.String()) }) }),
);

let server: TestServer;
let api: PlatformApi;
beforeAll(async () => {
  server = await startTestServer({
    settings: {
      direct: { auth: 'token' },
      limits: {
        ...UNLIMITED,
        reactionsTogglesPerMinute: TOGGLES_MAX,
        directMessagesPerMinute: DIRECT_MAX,
      },
    },
  });
  api = new PlatformApi(server.url);
});
afterAll(() => server[Symbol.asyncDispose]());

const PROTOCOLS = ['lobby', 'reactions', 'community'] as const;

async function tokenOf(userId: string, of = api): Promise<string> {
  return readToken(await of.ask('POST', '/tokens', { user_id: userId })).data.token;
}

/** Of a REST call with a user token. */
async function statusFor(token: string, method: string, path: string, body: unknown) {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return answer.status;
}

/** A user of the room's app under that id, by a token. */
async function twinOf(id: string, { id: roomId }: Room): Promise<PlatformClient> {
  return PlatformClient.enter(server.wsUrl, id, { token: await tokenOf(id), roomId });
}

async function onlineIn({ id }: Room): Promise<readonly string[]> {
  return readOnline(await api.ask('GET', `/rooms/${id}/online`)).data.online_users;
}

async function meet(protocol: (typeof PROTOCOLS)[number]) {
  const room = await api.makeRoom({ name: 'Bridged', bridged: true });
  const builtIn = await BUILT_IN_USERS[protocol]({ server, api }, room);
  const twin = await twinOf(builtIn.id, room);
  return {
    room,
    builtIn,
    twin,
    async [Symbol.asyncDispose]() {
      await Promise.all([builtIn.client[Symbol.asyncDispose](), twin[Symbol.asyncDispose]()]);
    },
  };
}

/** Says it and finds it. */
async function written({ id: roomId }: Room, client: ChatClient, text: string) {
  client.sendText(text);
  await waitForText(client, text);
  const message = (await api.history(roomId)).find(({ content }) => content === text);
  if (message === undefined) throw new Error(`no message ${text}`);
  return message;
}

async function numberOf(roomUid: string, token: string, text: string): Promise<number> {
  const page = await new CommunityApi(server.url, token).page(roomUid);
  return page.find(({ message }) => message === text)?.id ?? 0;
}

describe.each(PROTOCOLS)(
  'a built-in user by %s and a user of the app, both of one id:',
  (protocol) => {
    test('neither edits nor deletes what the other wrote', async () => {
      await using both = await meet(protocol);
      const { room, builtIn, twin } = both;
      const { id } = await written(room, builtIn.client, 'the built-in user’s');
      const token = await tokenOf(builtIn.id);
      const path = `/rooms/${room.id}/messages/${id}`;
      for (const [method, target, body] of [
        ['PUT', path, { content: 'meddled' }],
        ['PUT', `/messages/${id}`, { content: 'meddled' }],
        ['DELETE', path, undefined],
        ['DELETE', `/messages/${id}`, undefined],
      ] as const)
        expect(await statusFor(token, method, target, body)).toBe(403);
      twin.send('edit', { message_id: id, content: 'meddled' });
      await twin.rejection();
      twin.send('delete', { message_id: id });
      await twin.rejection();
      const own = await twin.post('the twin’s');
      const { token: reading } = await new CommunityApi(server.url).guest();
      const number = await numberOf(room.uid, reading, 'the twin’s');
      await builtIn.meddle?.({ id: own.id, number });
      const contents = (await api.history(room.id)).map(({ content }) => content);
      expect(contents).toEqual(expect.arrayContaining(['the built-in user’s', 'the twin’s']));
      expect(contents).not.toContain('meddled');
    });

    test('each has its own window of reactions, and both hold one emoji', async () => {
      await using both = await meet(protocol);
      const { room, builtIn, twin } = both;
      if (builtIn.react === null) return;
      const { id } = await twin.post('react');
      const { token } = await new CommunityApi(server.url).guest();
      const number = await numberOf(room.uid, token, 'react');
      for (let toggle = 0; toggle < TOGGLES_MAX; toggle++) {
        twin.send('react', { message_id: id, emoji: '👍' });
        await twin.frames.next(({ type }) => type === 'reaction_updated');
      }
      twin.send('react', { message_id: id, emoji: '👍' });
      await twin.rejection();
      builtIn.react({ id, number });
      const frame = await twin.frames.next(({ type }) => type === 'reaction_updated');
      expect(frame).toMatchObject({
        data: { action: 'added', reactions: { '👍': [builtIn.id, builtIn.id] } },
      });
    });

    test('both are online, and each is notified of the other', async () => {
      await using both = await meet(protocol);
      const { room, builtIn, twin } = both;
      expect(await onlineIn(room)).toEqual([builtIn.id, builtIn.id]);
      await builtIn.seesComing?.();
      if (builtIn.type !== null) {
        builtIn.type();
        const typing = await twin.frames.next(({ type }) => type === 'typing');
        expect(typing).toMatchObject({ data: { user_id: builtIn.id, is_typing: true } });
      }
      await using later = await PlatformClient.enter(server.wsUrl, 'watcher', { roomId: room.id });
      await twin[Symbol.asyncDispose]();
      const left = await later.frames.next(({ type }) => type === 'user_left');
      expect(left).toMatchObject({ data: { user_id: builtIn.id } });
      expect(await onlineIn(room)).toEqual([builtIn.id, 'watcher']);
      builtIn.client.sendText('still here');
      expect(await waitForText(builtIn.client, 'still here')).toBeDefined();
    });

    test('slow mode makes each wait for their own message only', async () => {
      await using both = await meet(protocol);
      const { room, builtIn, twin } = both;
      await adminClient(server).run('update-room', { room: room.id, slowModeSeconds: 600 });
      const { id } = await written(room, builtIn.client, 'first');
      expect((await twin.post('second')).id).not.toBe(id);
      twin.sendText('third');
      expect(await twin.rejection()).toMatch(/too quickly/);
    });

    test.each(['sandbox', 'default'])(
      'a ban of the one of app %s leaves the other',
      async (userApp) => {
        await using both = await meet(protocol);
        const { room, builtIn, twin } = both;
        const ban = { kind: 'ban', room: room.id, user: builtIn.id, userApp };
        const admin = adminClient(server);
        expect(await admin.run('sanction', ban)).toMatchObject({
          target: `user:${builtIn.id}`,
          targetApp: userApp,
        });
        if (protocol === 'community') {
          await admin.run('create-user', { app: 'sandbox', id: builtIn.id });
          for (const app of ['sandbox', 'default']) {
            const { sanctions } = await admin.run('user', { app, id: builtIn.id });
            expect(sanctions).toHaveLength(app === userApp ? 1 : 0);
          }
        }
        if (userApp === 'sandbox') {
          expect(await twin.closed).toMatchObject({ code: 4003 });
          expect(await written(room, builtIn.client, 'not me')).toMatchObject({
            content: 'not me',
          });
        } else {
          builtIn.client.sendText('banned');
          await twin.post('not me');
          expect(textsOf(twin)).not.toContain('banned');
        }
        expect(await onlineIn(room)).toEqual([builtIn.id]);
        await admin.run('lift', ban);
        await using back = await twinOf(builtIn.id, room);
        await back.post('again');
      },
    );

    test('a mute of the one leaves the other', async () => {
      await using both = await meet(protocol);
      const { room, builtIn, twin } = both;
      const mute = { kind: 'mute', room: room.id, user: builtIn.id, userApp: 'default' };
      await adminClient(server).run('sanction', mute);
      await twin.post('not me');
      builtIn.client.sendText('muted');
      await twin.post('nor me');
      expect(textsOf(twin)).not.toContain('muted');
    });

    test('without a word whose it is, a ban in the room is of the app’s user only if the app has one', async () => {
      await using both = await meet(protocol);
      const { room, builtIn, twin } = both;
      const ban = { kind: 'ban', room: room.id, user: builtIn.id };
      expect(await adminClient(server).run('sanction', ban)).toMatchObject({
        targetApp: 'default',
      });
      await twin.post('not me');
      await adminClient(server).run('create-user', { app: 'sandbox', id: builtIn.id });
      expect(await adminClient(server).run('sanction', ban)).toMatchObject({
        targetApp: 'sandbox',
      });
      expect(await twin.closed).toMatchObject({ code: 4003 });
    });
  },
);

/** The audit log's entries of messages that were deleted there, newest first; they are stored in the background. */
async function deletionsIn(room: Room): Promise<readonly object[]> {
  const query = { action: 'delete-message', room: room.id };
  return (await adminClient(server).run('audit', query)).items;
}

describe('a moderator', () => {
  test('of a bridged room means by an id the built-in user, and by a name of both neither', async () => {
    const room = await api.makeRoom({ name: 'Bridged', bridged: true });
    const root = await new CommunityApi(server.url).register('rooter');
    await adminClient(server).run('set-roles', { id: root.user.uid, roles: ['root'] });
    const rest = new CommunityApi(server.url, root.token);
    await using rooter = await CommunityClient.enter(server.url, room.uid, { token: root.token });
    const { user, token } = await new CommunityApi(server.url).register('twinned');
    const lobbyId = 'lobby:eve-twin';
    for (const id of [user.uid, lobbyId]) {
      // The twin is there first.
      await using twin = await twinOf(id, room);
      await using builtIn =
        id === user.uid
          ? await CommunityClient.enter(server.url, room.uid, { token })
          : await LobbyClient.enter(server.wsUrl, id.slice('lobby:'.length), { room: room.uid });
      await written(room, builtIn, `I am ${id}`);
      const query = { room: room.id, kind: 'ban' };
      const banned = async () => (await adminClient(server).run('sanctions', query)).items;
      for (const [ban, unban] of [
        [`!ban ${id} 1h`, `!unban ${id}`],
        [
          { user: id, room: room.uid, duration: '1h' },
          { user: id, room: room.uid },
        ],
      ] as const) {
        if (typeof ban === 'string') rooter.sendText(ban);
        else await rest.ask('POST', '/bans', ban);
        await expect.poll(banned).toMatchObject([{ target: `user:${id}`, targetApp: 'default' }]);
        if (typeof unban === 'string') rooter.sendText(unban);
        else await rest.ask('POST', '/unban', unban);
        await expect.poll(banned).toEqual([]);
      }
      await twin.post('still here');
    }
    await using named = await PlatformClient.enter(server.wsUrl, user.uid, {
      roomId: room.id,
      userName: 'Twinned',
    });
    await using account = await CommunityClient.enter(server.url, room.uid, { token });
    rooter.sendText('!ban Twinned 1h');
    expect(await rooter.rejection()).toMatch(/^More than one user matches "Twinned"/);
    expect([named.protocol, account.protocol]).toEqual(['platform', 'community']);
  });

  test('of a bridged room who is an account gives nothing to the app’s user of that id', async () => {
    const room = await api.makeRoom({ name: 'Bridged', bridged: true });
    const root = await new CommunityApi(server.url).register('rootling');
    await adminClient(server).run('set-roles', { id: root.user.uid, roles: ['root'] });
    const { user, token } = await new CommunityApi(server.url).register('mody');
    const byRoot = new CommunityApi(server.url, root.token);
    await byRoot.ask('POST', `/users/${user.uid}/mod`, { room: room.uid });
    await using twin = await twinOf(user.uid, room);
    const { id } = await api.post(room.id, 'somebody', 'hello');
    twin.send('delete', { message_id: id });
    await twin.rejection();
    await using mody = await CommunityClient.enter(server.url, room.uid, { token });
    mody.sendText('!purge');
    await twin.frames.next(({ type }) => type === 'room_purged');
  });

  test('called system has an entry for what they delete, one of another app’s user is distinguished', async () => {
    const room = await api.makeRoom({ name: 'Bridged', bridged: true });
    const admin = adminClient(server);
    const created = await admin.run('create-account', {
      username: 'system',
      password: 'long enough',
    });
    await admin.run('set-roles', { id: created.id, roles: ['super_mod'] });
    const login = { username: 'system', password: 'long enough' };
    const signedIn = await new CommunityApi(server.url).ask('POST', '/users/login', login);
    const { token } = readSignedIn(signedIn);
    await api.post(room.id, created.id, 'of the app’s user of that id');
    await using client = await CommunityClient.enter(server.url, room.uid, { token });
    const number = await numberOf(room.uid, token, 'of the app’s user of that id');
    client.emit('deleteMessage', { id: number });
    await client.events.next(({ event }) => event === 'message_deleted');
    const by = { kind: 'account', appId: 'default', id: created.id, name: 'system' };
    await expect.poll(() => deletionsIn(room)).toMatchObject([{ by }]);
  });

  test('whose id is system or app is no other than themself', async () => {
    const room = await api.makeRoom({ name: 'Own' });
    for (const id of ['system', 'app']) {
      await api.ask('POST', `/rooms/${room.id}/participants`, { user_id: id, role: 'moderator' });
      await using client = await PlatformClient.enter(server.wsUrl, id, { roomId: room.id });
      const { id: messageId } = await api.post(room.id, 'somebody', 'spam');
      client.send('delete', { message_id: messageId });
      await client.frames.next(({ type }) => type === 'message_deleted');
      const entry = { by: { appId: 'sandbox', id }, target: messageId };
      await expect.poll(async () => (await deletionsIn(room))[0]).toMatchObject(entry);
    }
    // What the key does is the app's own business, and is not put down to its user of that name.
    const { id: messageId } = await api.post(room.id, 'app', 'the user’s');
    await api.ask('DELETE', `/messages/${messageId}`);
    expect(await deletionsIn(room)).toHaveLength(2);
  });
});

test('users of two apps under one id share neither conversations nor windows', async () => {
  const admin = adminClient(server);
  const { key } = await admin.run('create-app', { id: 'other', name: 'Other' });
  const other = new PlatformApi(server.url, key);
  const enter = async (of: PlatformApi) =>
    DirectClient.enter(server.url, 'alice', 'bob', { auth: { token: await tokenOf('alice', of) } });
  await using here = await enter(api);
  await using there = await enter(other);
  expect(there.roomId).not.toBe(here.roomId);
  for (let i = 0; i < DIRECT_MAX; i++) await there.post(`there ${i}`);
  there.sendText('one too many');
  await there.rejection();
  await here.post('here');
  expect(textsOf(here)).toEqual(['here']);
});
