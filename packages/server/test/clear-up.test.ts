/** What a spammer wrote can be found and removed: over all rooms, by every way that there is to do it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../src/testing/manual-clock.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { waitForText } from './clients/chat-client.ts';
import { CommunityClient } from './clients/community-client.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { PlatformClient } from './clients/platform-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { adminClient } from './support/admin-client.ts';
import { cli } from './support/cli.ts';
import { UNLIMITED } from './support/settings.ts';

const HOUR_MS = 3_600_000;

interface Scene {
  readonly server: TestServer;
  readonly owner: CommunityApi;
  /** The community's rooms. */
  readonly here: string;
  readonly there: string;
  readonly spammer: { readonly uid: string; readonly api: CommunityApi };
  readonly bystander: CommunityApi;
}

type Way = (scene: Scene, last: '1h' | 'all') => Promise<unknown>;

/** Deleting in one room. */
const IN_ROOM: Readonly<Record<string, Way>> = {
  'the operator over HTTP': ({ server, here, spammer }, last) =>
    adminClient(server).run('delete-user-messages', {
      id: spammer.uid,
      room: here,
      ageMs: last === 'all' ? null : HOUR_MS,
    }),
  'the operator by command line': ({ server, here, spammer }, last) =>
    command(server, ['delete', 'messages', spammer.uid, '--room', here, '--last', last]),
  'the operator, with a ban, over HTTP': ({ server, here, spammer }, last) =>
    adminClient(server).run('sanction', {
      kind: 'ban',
      user: spammer.uid,
      room: here,
      deleteAgeMs: last === 'all' ? null : HOUR_MS,
    }),
  'the operator, with a ban, by command line': ({ server, here, spammer }, last) =>
    command(server, ['ban', spammer.uid, '--room', here, '--delete', last]),
  'the room’s owner, by uid': ({ owner, here, spammer }, last) =>
    owner.ask('POST', `/rooms/${here}/cleanup`, { user: spammer.uid, last }),
  'the room’s owner, by a message, with a ban': async ({ owner, here, spammer }, last) => {
    const spam = (await owner.page(here)).find(({ user }) => user.uid === spammer.uid);
    const body = { message: spam?.id, last, ban: '1d', reason: 'spam' };
    return owner.ask('POST', `/rooms/${here}/cleanup`, body);
  },
};

/** Deleting everywhere. */
const EVERYWHERE: Readonly<Record<string, Way>> = {
  'the operator over HTTP': ({ server, spammer }, last) =>
    adminClient(server).run('delete-user-messages', {
      id: spammer.uid,
      ageMs: last === 'all' ? null : HOUR_MS,
    }),
  'the operator by command line': ({ server, spammer }, last) =>
    command(server, ['delete', 'messages', spammer.uid, '--last', last]),
  'the operator, with a ban': ({ server, spammer }, last) =>
    command(server, ['ban', spammer.uid, '--delete', last]),
};

const clock = new ManualClock();
let server: TestServer;
let owner: CommunityApi;
let bystander: CommunityApi;
let people = 0;

beforeAll(async () => {
  server = await startTestServer({ settings: { limits: UNLIMITED }, clock });
  owner = (await named('owner')).api;
  bystander = (await named('bystander')).api;
});
afterAll(() => server[Symbol.asyncDispose]());

async function named(name: string) {
  const { user, token } = await new CommunityApi(server.url).register(name);
  return { uid: user.uid, api: new CommunityApi(server.url, token) };
}

async function scene(): Promise<Scene> {
  people += 1;
  const spammer = await named(`spammer${people}`);
  const rooms: string[] = [];
  for (const name of ['Here', 'There']) {
    const uid = await owner.makeRoom(name);
    await adminClient(server).run('update-room', { room: uid, slowModeSeconds: 0 });
    rooms.push(uid);
  }
  const [here = '', there = ''] = rooms;
  for (const room of rooms) await spammer.api.post(room, `old spam in ${room}`);
  clock.advance(2 * HOUR_MS);
  for (const room of rooms) {
    await bystander.post(room, 'a word');
    for (let i = 0; i < 3; i++) await spammer.api.post(room, `spam ${i}`);
  }
  return { server, owner, here, there, spammer, bystander };
}

async function command(on: TestServer, args: readonly string[]): Promise<void> {
  const env = { KOINE_ADMIN_KEY: on.config.adminKey };
  const done = await cli(['admin', ...args, '--data', on.config.data], { env });
  expect(done).toMatchObject({ code: 0, stderr: '' });
}

/** What can be read in a room. */
async function readIn({ owner }: Scene, room: string): Promise<string[]> {
  return (await owner.page(room, { limit: '100' }))
    .filter(({ deleted }) => deleted !== true)
    .map(({ message }) => message);
}

async function entriesOn(scene: Scene): Promise<string[]> {
  const { items } = await adminClient(server).run('audit', { target: scene.spammer.uid });
  return items.map(({ action }: { action: string }) => action);
}

describe('what a user wrote is deleted in one room', () => {
  it.each(Object.entries(IN_ROOM))('lately, and then all, by %s', async (way, remove) => {
    const here = await scene();
    const all = ['spam 0', 'spam 1', 'spam 2'];
    await remove(here, '1h');
    expect(await readIn(here, here.here)).toEqual([`old spam in ${here.here}`, 'a word']);
    expect(await readIn(here, here.there)).toEqual([`old spam in ${here.there}`, 'a word', ...all]);
    await expect.poll(async () => (await entriesOn(here)).length).toBeGreaterThan(0);
    // Nor one for each message, whose entries would be about those.
    const alone = await adminClient(server).run('audit', {
      room: here.here,
      action: 'delete-message',
    });
    expect(alone.total).toBe(0);
    if (way.includes('message')) return;
    await remove(here, 'all');
    expect(await readIn(here, here.here)).toEqual(['a word']);
  });

  it('by no other user', async () => {
    const { here, spammer, bystander, owner } = await scene();
    for (const [api, uid] of [
      [bystander, spammer.uid],
      [spammer.api, spammer.uid],
    ] as const) {
      const path = `/rooms/${here}/cleanup`;
      expect(await api.call('POST', path, { user: uid, last: 'all' })).toMatchObject({
        status: 403,
      });
    }
    const path = `/rooms/${here}/cleanup`;
    for (const body of [{ user: spammer.uid }, { user: spammer.uid, last: 'ever' }, { last: '1h' }])
      expect(await owner.call('POST', path, body)).toMatchObject({ status: 400 });
    const anonymous = new CommunityApi(server.url);
    expect(await anonymous.call('POST', path, {})).toMatchObject({ status: 401 });
  });

  it('but not the owner’s by a moderator', async () => {
    const { here, spammer, owner } = await scene();
    const { user } = JSON.parse(JSON.stringify(await owner.ask('GET', '/me')));
    await owner.ask('POST', `/users/${spammer.uid}/mod`, { room: here });
    const path = `/rooms/${here}/cleanup`;
    expect(await spammer.api.call('POST', path, { user: user.uid, last: 'all' })).toMatchObject({
      status: 403,
    });
  });
});

describe('what a user wrote is deleted everywhere', () => {
  it.each(Object.entries(EVERYWHERE))('lately, and then all, by %s', async (_way, remove) => {
    const here = await scene();
    await remove(here, '1h');
    for (const room of [here.here, here.there])
      expect(await readIn(here, room)).toEqual([`old spam in ${room}`, 'a word']);
    expect(await entriesOn(here)).toHaveLength(1);
    await remove(here, 'all');
    for (const room of [here.here, here.there])
      expect(await readIn(here, room)).toEqual(['a word']);
  });

  it('or just what was chosen, and never what others wrote', async () => {
    const here = await scene();
    const admin = adminClient(server);
    const { items } = await admin.run('user-messages', { id: here.spammer.uid });
    const others = await admin.run('room-messages', { room: here.here });
    const foreign = others.messages.find(
      ({ content }: { content: string }) => content === 'a word',
    );
    const chosen = [items[0].id, items[5].id];
    const done = await admin.run('delete-user-messages', {
      id: here.spammer.uid,
      messages: [...chosen, foreign.id, 'no such message'],
    });
    expect(done).toMatchObject({ deleted: 2, rooms: 2 });
    const left = await admin.run('user-messages', { id: here.spammer.uid });
    expect(left.items.map(({ id }: { id: string }) => id)).toEqual(
      items.map(({ id }: { id: string }) => id).filter((id: string) => !chosen.includes(id)),
    );
    expect(await readIn(here, here.here)).toContain('a word');
  });
});

describe('what a user wrote is listed', () => {
  it('over all rooms, newest first, page by page, and counted by room', async () => {
    const here = await scene();
    const admin = adminClient(server);
    const id = here.spammer.uid;
    const all = await admin.run('user-messages', { id });
    const contents = all.items.map(({ content }: { content: string }) => content);
    expect(contents).toHaveLength(8);
    expect(contents.slice(-2).toSorted()).toEqual(
      [here.here, here.there].map((uid) => `old spam in ${uid}`).toSorted(),
    );
    const paged: unknown[] = [];
    for (let after: string | undefined; ; ) {
      const page = await admin.run('user-messages', { id, limit: 3, after });
      paged.push(...page.items);
      if (page.next === null) break;
      after = page.next;
    }
    expect(paged).toEqual(all.items);
    expect(await admin.run('user-messages', { id, room: here.here })).toMatchObject({
      items: Array.from({ length: 4 }, () => ({ room: { uid: here.here, name: 'Here' } })),
    });
    expect(await admin.run('user-message-rooms', { id })).toMatchObject({
      items: [{ messages: 4 }, { messages: 4 }],
      total: 8,
    });
    const bad = await admin.call('user-messages', { id, after: 'x' });
    expect(bad).toMatchObject({ status: 422 });
  });

  it('by app and id: another app’s user of that id wrote other things', async () => {
    const admin = adminClient(server);
    const { key } = await admin.run('create-app', { name: 'Other' });
    const apis = [new PlatformApi(server.url), new PlatformApi(server.url, key)];
    const rooms: { readonly id: string; readonly uid: string }[] = [];
    for (const api of apis) {
      const room = await api.makeRoom({ name: 'Room', bridged: true });
      rooms.push(room);
      await api.post(room.id, 'twin', 'by the app’s twin');
    }
    await using visitor = await LobbyClient.enter(server.wsUrl, 'twin', {
      room: rooms[0]?.uid ?? '',
    });
    visitor.sendText('by the lobby’s twin');
    await waitForText(visitor, 'by the lobby’s twin');
    const sandbox = await admin.run('user-messages', { app: 'sandbox', id: 'twin' });
    expect(sandbox.items).toMatchObject([
      { content: 'by the app’s twin', room: { app: 'sandbox' } },
    ]);
    await admin.run('delete-user-messages', { id: 'lobby:twin', ageMs: null });
    const [first, second] = [rooms[0]?.id ?? '', rooms[1]?.id ?? ''];
    for (const [api, id] of [
      [apis[0], first],
      [apis[1], second],
    ] as const)
      expect((await api?.history(id))?.map(({ content }) => content)).toEqual([
        'by the app’s twin',
      ]);
  });
});

it('says so to everyone in the room, for each message as ever', async () => {
  const api = new PlatformApi(server.url);
  const room = await api.makeRoom({ name: 'Busy', bridged: true });
  await using platform = await PlatformClient.enter(server.wsUrl, 'pat', { roomId: room.id });
  await using community = await CommunityClient.enter(server.url, room.uid);
  await using lobby = await LobbyClient.enter(server.wsUrl, 'spam', { room: room.uid });
  for (let i = 0; i < 250; i++) lobby.sendText(`spam ${i}`);
  await waitForText(platform, 'spam 249');
  const done = await adminClient(server).run('sanction', {
    kind: 'ban',
    user: 'lobby:spam',
    room: room.id,
    deleteAgeMs: null,
  });
  expect(done).toMatchObject({ deleted: 250 });
  await platform.post('afterwards');
  await waitForText(community, 'afterwards');
  expect(platform.frames.all.filter(({ type }) => type === 'message_deleted')).toHaveLength(250);
  expect(community.events.all.filter(({ event }) => event === 'message_deleted')).toHaveLength(250);
  expect(await lobby.closed).toMatchObject({ code: 1008 });
  expect((await api.history(room.id)).map(({ content }) => content)).toEqual(['afterwards']);
});

it('refuses to delete by an address, which no message has', async () => {
  const given = { kind: 'ban', ip: '192.0.2.9', deleteAgeMs: null };
  expect(await adminClient(server).call('sanction', given)).toMatchObject({ status: 422 });
});

describe('retention', () => {
  it('says how much it deletes, and above a thousand asks for the name', async () => {
    const own = new ManualClock();
    await using one = await startTestServer({ settings: { limits: UNLIMITED }, clock: own });
    const admin = adminClient(one);
    const api = new PlatformApi(one.url);
    const rooms = [await api.makeRoom({ name: 'Big' }), await api.makeRoom({ name: 'Small' })];
    const [big = { id: '' }, small = { id: '' }] = rooms;
    await using writer = await PlatformClient.enter(one.wsUrl, 'pat', { roomId: big.id });
    for (let i = 0; i < 1200; i++) writer.sendText(`message ${i}`);
    await waitForText(writer, 'message 1199');
    for (let i = 0; i < 5; i++) await api.post(small.id, 'pat', `message ${i}`);
    own.advance(2 * HOUR_MS);
    await api.post(big.id, 'pat', 'young');
    const preview = (input: object) => admin.run('preview-retention', input);
    const inBig = { scope: 'room', id: big.id };
    expect(await preview({ ...inBig, countMax: 1000 })).toMatchObject({
      messages: 201,
      confirm: null,
    });
    expect(await preview({ ...inBig, ageMs: HOUR_MS })).toEqual({
      messages: 1200,
      rooms: 1,
      isAtLeast: false,
      confirm: 'Big',
    });
    expect(await preview({ ...inBig, ageMs: HOUR_MS, countMax: 1 })).toMatchObject({
      messages: 1200,
    });
    expect(await preview({ scope: 'app', id: 'sandbox', ageMs: HOUR_MS })).toMatchObject({
      messages: 1205,
      rooms: 2,
      confirm: 'Sandbox',
    });
    expect(await preview({ scope: 'default', countMax: 3 })).toMatchObject({
      messages: 1200,
      confirm: 'default',
    });
    const kept = { ageMs: HOUR_MS, countMax: null };
    for (const confirm of [{}, { confirm: 'big' }]) {
      const refused = await admin.call('set-retention', { ...inBig, ...kept, ...confirm });
      expect(refused).toMatchObject({
        status: 422,
        body: { error: /1200 messages in 1 room.*Big$/ },
      });
    }
    const env = { KOINE_ADMIN_KEY: one.config.adminKey };
    const args = [
      'admin',
      'retention',
      '--app',
      'sandbox',
      '--age',
      '1h',
      '--data',
      one.config.data,
    ];
    expect(await cli(args, { env })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/1205 messages in 2 rooms.*: Sandbox\n$/),
    });
    // A narrower rule keeps what is in its place; clearing it lets the wider one hold there.
    await admin.run('set-retention', { ...inBig, ageMs: null, countMax: 5000 });
    expect(await cli([...args, '--json'], { env })).toMatchObject({ code: 0 });
    const cleared = { ...inBig, clear: true };
    expect(await preview(cleared)).toMatchObject({ messages: 1200, confirm: 'Big' });
    expect(await admin.call('clear-retention', inBig)).toMatchObject({ status: 422 });
    await admin.run('clear-retention', { ...inBig, confirm: 'Big' });
    await expect.poll(async () => (await api.page(big.id)).pagination.total).toBe(1);
  });
});

it('the audit log is found by what it was done to, and by time', async () => {
  const admin = adminClient(server);
  const from = clock.now();
  await admin.run('sanction', { kind: 'mute', user: 'somebody' });
  clock.advance(1000);
  const to = clock.now();
  await admin.run('lift', { kind: 'mute', user: 'somebody' });
  const actions = async (filter: object) =>
    (await admin.run('audit', filter)).items.map(({ action }: { action: string }) => action);
  for (const target of ['somebody', 'user:somebody'])
    expect(await actions({ target })).toEqual(['lift', 'sanction']);
  expect(await actions({ target: 'some' })).toEqual([]);
  expect(await actions({ target: 'somebody', from: to })).toEqual(['lift']);
  expect(await actions({ target: 'somebody', from, to })).toEqual(['sanction']);
  const env = { KOINE_ADMIN_KEY: server.config.adminKey };
  const day = new Date(from).toISOString().slice(0, 10);
  const args = ['admin', 'audit', '--on', 'somebody', '--from', day, '--data', server.config.data];
  expect((await cli(args, { env })).stdout.trim().split('\n')).toHaveLength(2);
});
