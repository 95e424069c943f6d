/** A database of 0.1.0 under the present program: nothing of what is in it is lost. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { CommunityClient } from './clients/community-client.ts';
import { DirectClient } from './clients/direct-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { adminClient } from './support/admin-client.ts';
import { cli } from './support/cli.ts';
import { type Fixture, openFixture } from './support/fixture.ts';

describe('the database of 0.1.0, brought up', () => {
  let fixture: Fixture;
  let server: TestServer;
  beforeAll(async () => {
    fixture = await openFixture();
    const before = new DatabaseSync(join(fixture.data, 'koine.db'));
    const tables = before
      .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
      .all();
    const empty = tables.filter(
      ({ name }) => before.prepare(`select 1 from "${name}" limit 1`).get() === undefined,
    );
    before.close();
    expect(empty).toEqual([]);
    server = await startTestServer({ data: fixture.data });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    expect(await cli(['admin', 'check', '--data', fixture.data])).toMatchObject({ code: 0 });
    await fixture[Symbol.asyncDispose]();
  });

  it('has its apps and keys', async () => {
    for (const [key, name] of [
      [fixture.facts.keys.sandbox, 'Sandbox'],
      [fixture.facts.keys.other, 'Other app'],
      [fixture.facts.keys.otherSecond, 'Other app'],
    ] as const)
      expect(await new PlatformApi(server.url, key).ask('GET', '/clients/me')).toMatchObject({
        data: { name },
      });
  });

  it('has its accounts, their passwords, roles and sign-ins', async () => {
    const { olga, mira, guest } = fixture.facts.accounts;
    for (const { uid, token } of [olga, mira, guest])
      expect(await new CommunityApi(server.url, token).ask('GET', '/me')).toMatchObject({
        user: { uid },
      });
    const login = { username: 'mira', password: 'password-of-mira' };
    expect(await new CommunityApi(server.url).ask('POST', '/users/login', login)).toMatchObject({
      user: { uid: mira.uid, roles: expect.arrayContaining(['super_mod']) },
    });
  });

  it('has the users of two apps under one id', async () => {
    for (const key of [fixture.facts.keys.sandbox, fixture.facts.keys.other])
      expect(await new PlatformApi(server.url, key).ask('GET', '/users/alice')).toMatchObject({
        data: { user_id: 'alice', user_name: 'Alice', meta: { team: 'red' } },
      });
  });

  it('has a bridged room with what people of every protocol wrote', async () => {
    const messages = await new PlatformApi(server.url).history(fixture.facts.rooms.bridged);
    expect(messages.map(({ content }) => content)).toEqual([
      'plain words of alice, of the app',
      'words of alice, of the lobby',
      'words of alice, of the wall',
      'words of a guest',
      '@bob @carol look at this',
      'final words',
      '@bob harmless',
      'last words',
      'words of alice, an account',
    ]);
    const [first, lobby] = messages;
    expect(Object.keys(first?.reactions ?? {})).toEqual(['👍', '❤️']);
    expect(first?.reactions['👍']).toHaveLength(2);
    expect([first?.sender_id, lobby?.sender_id]).toEqual(['alice', 'lobby:alice']);
    expect(messages[5]).toMatchObject({ edited_at: expect.any(String), edit_reason: 'typo' });
    expect(messages[4]).toMatchObject({ meta: { mentions: ['bob', 'carol'], width: 640 } });
  });

  it('has its members with their roles', async () => {
    const path = `/rooms/${fixture.facts.rooms.bridged}/participants?order=asc`;
    expect(await new PlatformApi(server.url).ask('GET', path)).toMatchObject({
      data: expect.arrayContaining([
        expect.objectContaining({ user_id: 'alice', role: 'owner' }),
        expect.objectContaining({ user_id: 'bob', role: 'moderator' }),
        expect.objectContaining({ user_id: 'carol', role: 'member' }),
      ]),
    });
  });

  it('has a private room after its purge', async () => {
    const messages = await new PlatformApi(server.url).history(fixture.facts.rooms.private);
    expect(messages.map(({ content }) => content)).toEqual([
      'after the purge',
      '@carol a private one',
    ]);
  });

  it('has the community’s room, with who moderates it and who is banned there', async () => {
    const { olga, mira, spammer } = fixture.facts.accounts;
    const api = new CommunityApi(server.url, olga.token);
    expect(await api.page(fixture.facts.rooms.community)).toMatchObject([{ message: 'buy now' }]);
    const bans = await api.ask('GET', `/bans?room=${fixture.facts.rooms.community}`);
    expect(bans).toMatchObject({ bans: [{ user: { uid: spammer.uid }, until: null }] });
    await using client = await CommunityClient.enter(server.url, fixture.facts.rooms.community, {
      token: mira.token,
    });
    const auth = client.events.all.findLast((one) => one.event === 'room_users');
    expect(JSON.stringify(auth)).toContain(mira.uid);
  });

  it('has a conversation of two', async () => {
    await using ann = await DirectClient.enter(server.url, 'ann', 'ben');
    expect(ann.history.map(({ body }) => body)).toEqual(['hello ben', 'hello ann']);
  });

  it('has notices, read and unread, and mentions of messages that are there, in their words of now', async () => {
    const api = new PlatformApi(server.url);
    const noticesOf = async (userId: string, status: string) => {
      const path = `/notifications?user_id=${userId}&status=${status}&order=asc`;
      const { data } = JSON.parse(JSON.stringify(await api.ask('GET', path)));
      return data.map(({ title, content }: { title: string; content: string }) => [title, content]);
    };
    const mention = 'alice mentioned you in Bridged';
    expect(await noticesOf('bob', 'read')).toEqual([[mention, '@bob @carol look at this']]);
    expect(await noticesOf('bob', 'unread')).toEqual([
      ['By hand', 'A notice of the app'],
      [mention, '@bob harmless'],
      ['To all', 'x'],
    ]);
    expect(await noticesOf('carol', 'unread')).toEqual([
      [mention, '@bob @carol look at this'],
      ['alice mentioned you in Private', '@carol a private one'],
      ['To all', 'x'],
    ]);
  });

  it('keeps nothing of what was deleted, edited away or purged', async () => {
    const db = new DatabaseSync(join(fixture.data, 'koine.db'), { readOnly: true });
    for (const table of ['messages', 'notifications', 'audit']) {
      const rows = JSON.stringify(db.prepare(`select * from ${table}`).all());
      expect(rows).not.toMatch(/secret that is|the reason is|to be purged/);
    }
    db.close();
  });

  it('has bans and mutes of users and addresses, in rooms and apps', async () => {
    const { items } = await adminClient(server).run('sanctions', { limit: 100 });
    const shown = items.map(
      ({ kind, appId, target }: { kind: string; appId: string; target: string }) =>
        `${kind} ${appId} ${target.replace(fixture.facts.accounts.spammer.uid, 'spammer')}`,
    );
    expect(shown.toSorted()).toEqual([
      'ban default ip:192.0.2.7',
      'ban default ip:2001:db8::7',
      'ban default user:lobby:mallory',
      'ban default user:spammer',
      'ban sandbox user:mallory',
      'mute default user:nobody',
      'mute default user:spammer',
      'mute sandbox ip:192.0.2.8',
      'mute sandbox user:carol',
    ]);
  });

  it('has rules of retention, the bots’ switch and the audit log', async () => {
    const admin = adminClient(server);
    const { items: rules } = await admin.run('retention');
    expect(rules.map(({ scope }: { scope: string }) => scope).toSorted()).toEqual([
      'app',
      'default',
      'room',
    ]);
    expect(await admin.run('bots')).toMatchObject({ isOn: true, probability: 0.25 });
    const { items } = await admin.run('audit', { action: 'purge-room' });
    expect(items).toMatchObject([{ roomId: fixture.facts.rooms.private, reason: 'a leak' }]);
    expect((await admin.run('audit')).total).toBe(23);
  });
});
