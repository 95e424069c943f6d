/** What is derived from a message goes with it: its mentions, and what a tombstone would keep. */

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { PlatformClient } from './clients/platform-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { adminClient } from './support/admin-client.ts';
import { UNLIMITED } from './support/settings.ts';

const SECRET = 'a secret of many words';

interface Scene {
  readonly server: TestServer;
  readonly api: PlatformApi;
  readonly room: { readonly id: string; readonly uid: string };
  readonly messageId: string;
  /** The message's id in the community protocol. */
  readonly number: number;
  readonly root: CommunityApi;
}

type Reason = (scene: Scene) => Promise<unknown>;

/** Everything that ends the reading of a message, each by every way that there is. */
const GONE: Readonly<Record<string, Reason>> = {
  'deleted by its author over the socket': async ({ server, room, messageId, api }) => {
    await using alice = await PlatformClient.enter(server.wsUrl, 'alice', { roomId: room.id });
    alice.send('delete', { message_id: messageId });
    await alice.frames.find((one) => one.type === 'message_deleted' && one.data.id === messageId);
    return api;
  },
  'deleted over REST': ({ api, messageId }) => api.ask('DELETE', `/messages/${messageId}`),
  'deleted by a moderator of the community': ({ root, number }) =>
    root.ask('DELETE', `/messages/${number}`),
  'deleted by the operator': ({ server, room, messageId }) =>
    adminClient(server).run('delete-message', { room: room.id, message: messageId }),
  'purged by the operator': ({ server, room }) =>
    adminClient(server).run('purge-room', { room: room.id }),
  'purged by a moderator of the community': ({ root, room }) =>
    root.ask('DELETE', `/rooms/${room.uid}/messages`),
  'expired by retention': async ({ server, room, api }) => {
    await adminClient(server).run('set-retention', {
      scope: 'room',
      id: room.id,
      ageMs: null,
      countMax: 1,
    });
    await api.post(room.id, 'alice', 'the only one that stays');
    // A new rule begins a round.
    await adminClient(server).run('set-retention', {
      scope: 'room',
      id: room.id,
      ageMs: null,
      countMax: 1,
    });
    await expect.poll(async () => (await api.page(room.id)).data.length).toBe(1);
  },
  'gone with its room': ({ api, room }) => api.ask('DELETE', `/rooms/${room.id}`),
  'of a room that one was put out of': ({ api, room }) =>
    api.ask('DELETE', `/rooms/${room.id}/participants/bob`),
  'of a room that one has left': ({ api, room }) =>
    api.ask('POST', `/rooms/${room.id}/leave`, { user_id: 'bob' }),
  'of a room that is private now, without one': async ({ api, room }) => {
    await api.ask('PUT', `/rooms/${room.id}`, { room_type: 'private', bridged: false });
    await api.ask('DELETE', `/rooms/${room.id}/participants/bob`);
  },
  'of a room that one is banned from': ({ server, room }) =>
    adminClient(server).run('sanction', { kind: 'ban', user: 'bob', room: room.id }),
  'of an app that one is banned from': ({ server }) =>
    adminClient(server).run('sanction', { kind: 'ban', user: 'bob', app: 'sandbox' }),
};

describe('a mention', () => {
  let server: TestServer;
  let root: CommunityApi;
  beforeAll(async () => {
    server = await startTestServer({ settings: { limits: UNLIMITED } });
    const account = { username: 'rooty', password: 'password-of-rooty', roles: ['root'] };
    await adminClient(server).run('create-account', account);
    const login = await new CommunityApi(server.url).ask('POST', '/users/login', account);
    root = new CommunityApi(server.url, JSON.parse(JSON.stringify(login)).token);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function scene(): Promise<Scene> {
    const api = new PlatformApi(server.url);
    const participants = ['alice', 'bob'];
    const room = await api.makeRoom({ name: 'Den', bridged: true, participants });
    const sent = await api.ask('POST', `/rooms/${room.id}/messages`, {
      sender_id: 'alice',
      content: `@bob ${SECRET}`,
      meta: { mentions: ['bob'] },
    });
    const messageId = JSON.parse(JSON.stringify(sent)).data.id;
    const [message] = await root.page(room.uid);
    return { server, api, room, messageId, number: message?.id ?? 0, root };
  }

  it.each(Object.entries(GONE))('leaves lists, counts and its own address: %s', async (_, end) => {
    const here = await scene();
    const { api, room } = here;
    const [before] = await mentionsOf(api, room.id);
    expect(before).toMatchObject({
      content: `@bob ${SECRET}`,
      title: 'alice mentioned you in Den',
    });
    const total = await totalOf(api, 'unread');
    await end(here);
    expect(await mentionsOf(api, room.id)).toEqual([]);
    expect(await totalOf(api, 'unread')).toBe(total - 1);
    for (const [method, path] of [
      ['GET', `/notifications/${before?.id}`],
      ['PUT', `/notifications/${before?.id}/read`],
    ] as const)
      expect(await api.call(method, path)).toMatchObject({ status: 404 });
    await adminClient(server)
      .run('lift', { kind: 'ban', user: 'bob', app: 'sandbox' })
      .catch(() => {});
  });

  it('comes back with the right to read: a ban that is lifted, a member who is back', async () => {
    const { api, room } = await scene();
    const admin = adminClient(server);
    await admin.run('sanction', { kind: 'ban', user: 'bob', room: room.id });
    expect(await mentionsOf(api, room.id)).toEqual([]);
    await admin.run('lift', { kind: 'ban', user: 'bob', room: room.id });
    expect(await mentionsOf(api, room.id)).toHaveLength(1);
  });

  it('says what its message says now', async () => {
    const { api, room, messageId } = await scene();
    const [mention] = await mentionsOf(api, room.id);
    await api.ask('PUT', `/messages/${messageId}`, { content: 'other words', edit_reason: SECRET });
    await api.ask('PUT', `/rooms/${room.id}`, { name: 'Renamed' });
    const now = { content: 'other words', title: 'alice mentioned you in Renamed' };
    expect(await mentionsOf(api, room.id)).toMatchObject([now]);
    expect(await api.ask('GET', `/notifications/${mention?.id}`)).toMatchObject({ data: now });
    expect(await api.ask('PUT', `/notifications/${mention?.id}/read`)).toMatchObject({ data: now });
    expect(await mentionsOf(api, room.id, 'read')).toMatchObject([now]);
  });

  it('is there with its message: who has seen the one finds the other', async () => {
    const { api, room } = await scene();
    for (let i = 0; i < 20; i++) {
      const content = `@bob number ${i}`;
      const body = { sender_id: 'alice', content, meta: { mentions: ['bob'] } };
      await api.ask('POST', `/rooms/${room.id}/messages`, body);
      const [newest] = await mentionsOf(api, room.id);
      expect(newest?.content).toBe(content);
    }
  });

  it('is made once for a message that is sent again, and comes live behind it', async () => {
    const { api, room } = await scene();
    await using bob = await PlatformClient.enter(server.wsUrl, 'bob', { roomId: room.id });
    await using alice = await PlatformClient.enter(server.wsUrl, 'alice', { roomId: room.id });
    const data = { content: '@bob hi', meta: { mentions: ['bob', 'bob', 'alice', 'zoe'] } };
    for (let i = 0; i < 2; i++) alice.send('message', { ...data, client_key: 'once' });
    alice.sendText('the last');
    await bob.frames.find((one) => one.type === 'message' && one.data.content === 'the last');
    const types = bob.frames.all.map(({ type }) => type).filter((type) => type !== 'user_joined');
    expect(types).toEqual(['connection_status', 'message', 'notification', 'message']);
    expect(await mentionsOf(api, room.id)).toHaveLength(2);
  });
});

describe('a tombstone', () => {
  it('keeps no text, reason, data or reaction, in no table and no archive', async () => {
    await using directory = await tempDirectory();
    const options = { data: directory.path, settings: { limits: UNLIMITED } };
    await using server = await startTestServer(options);
    const api = new PlatformApi(server.url);
    const room = await api.makeRoom({ name: 'Den', participants: ['alice', 'bob'] });
    const sent = await api.ask('POST', `/rooms/${room.id}/messages`, {
      sender_id: 'alice',
      content: SECRET,
      meta: { mentions: ['bob'], note: SECRET },
    });
    const { id } = JSON.parse(JSON.stringify(sent)).data;
    await api.ask('PUT', `/messages/${id}`, { content: SECRET, edit_reason: `why: ${SECRET}` });
    const deleted = await api.ask('DELETE', `/messages/${id}`);
    expect(deleted).toMatchObject({ data: { content: '', edit_reason: null, meta: {} } });
    const admin = adminClient(server);
    let archive = '';
    for (let page = await admin.run('begin-export', { room: room.id }); ; ) {
      archive += JSON.stringify(page.lines);
      if (page.next === null) break;
      page = await admin.run('continue-export', { cursor: page.next });
    }
    expect(archive).toContain(id);
    expect(archive).not.toContain(SECRET);
    await server.close();
    using db = new DatabaseSync(join(server.config.data, 'koine.db'));
    for (const table of ['messages', 'notifications', 'audit'])
      expect(JSON.stringify(db.prepare(`select * from ${table}`).all())).not.toContain(SECRET);
  });
});

interface Mention {
  readonly id: string;
  readonly title: string;
  readonly content: string;
}

/** Bob's of one room, newest first. */
async function mentionsOf(api: PlatformApi, roomId: string, status = 'unread'): Promise<Mention[]> {
  const path = `/notifications?user_id=bob&status=${status}&size=100`;
  const { data } = JSON.parse(JSON.stringify(await api.ask('GET', path)));
  return data.filter((one: { room_id: string }) => one.room_id === roomId);
}

async function totalOf(api: PlatformApi, status: string): Promise<number> {
  const answer = await api.ask('GET', `/notifications?user_id=bob&status=${status}&size=1`);
  return JSON.parse(JSON.stringify(answer)).pagination.total;
}
