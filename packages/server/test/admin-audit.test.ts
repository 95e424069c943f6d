import { directRoom } from '../src/testing/actors.ts';
/** beyond.md 12: the audit log says who did what. Every command is tried; what changes something must leave an entry. */

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DEFAULT_APP_ID } from '@koine/contract';
import Type from 'typebox';
import { Parse } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN } from '../src/admin/commands.ts';
import { plainActor } from '../src/core/actor.ts';
import { sendText } from '../src/testing/messages.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { adminClient } from './support/admin-client.ts';

const MadeRoom = Type.Object({ room: Type.Object({ uid: Type.String() }) });

let directory: Awaited<ReturnType<typeof tempDirectory>>;
let server: TestServer;
let admin: ReturnType<typeof adminClient>;
beforeAll(async () => {
  directory = await tempDirectory();
  server = await startTestServer({ data: directory.path });
  admin = adminClient(server);
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await directory?.[Symbol.asyncDispose]();
});

/** Everything in the database but the log itself, and what moves without anybody's command. */
function contents(): string {
  using db = new DatabaseSync(join(directory.path, 'koine.db'), { readOnly: true });
  const tables = db
    .prepare("select name from sqlite_schema where type = 'table' order by name")
    .all()
    .map(({ name }) => String(name))
    .filter(
      (name) => !/^(sqlite_|audit$|pulse$|history$|koine_migrations$|removed_rooms$)/.test(name),
    );
  const rows = tables.map((name) => [name, db.prepare(`select * from ${name}`).all()]);
  return JSON.stringify(rows, (key, value) => (key === 'last_used_at' ? undefined : value));
}

function entries(): { readonly action: string; readonly outcome: string }[] {
  using db = new DatabaseSync(join(directory.path, 'koine.db'), { readOnly: true });
  const rows = db.prepare('select action, outcome from audit order by number').all();
  return rows.map(({ action, outcome }) => ({ action: String(action), outcome: String(outcome) }));
}

function send(roomId: string, content: string) {
  const user = {
    id: 'anna',
    appId: 'default',
    name: 'Anna',
    avatarUrl: null,
    kind: 'registered',
  } as const;
  return sendText(server.core, plainActor(user, '127.0.0.1'), roomId, content);
}

/** An input for each command, in an order in which they work; made of what came before. */
type Input = (known: Map<string, string>) => unknown;
const INPUTS: Readonly<Record<keyof typeof ADMIN, Input>> = {
  overview: () => ({}),
  live: () => ({ since: -1 }),
  slowClients: () => ({}),
  audit: () => ({}),
  createApp: () => ({ name: 'Shop', id: 'shop' }),
  apps: () => ({ text: 'sho' }),
  app: () => ({ app: 'shop' }),
  createKey: () => ({ app: 'shop' }),
  keys: () => ({ app: 'shop' }),
  rotateKey: () => ({ app: 'shop', graceMs: 60_000 }),
  rotateSecret: () => ({ app: 'shop' }),
  revokeKey: (known) => ({ app: 'shop', key: known.get('key') }),
  createRoom: () => ({ name: 'Den', uid: 'den' }),
  rooms: () => ({ text: 'den', app: DEFAULT_APP_ID, kind: 'public' }),
  room: () => ({ room: 'den' }),
  roomMessages: () => ({ room: 'den', limit: 10 }),
  userMessages: () => ({ id: 'anna', room: 'den' }),
  userMessageRooms: () => ({ id: 'anna' }),
  deleteMessage: (known) => ({ room: 'den', message: known.get('message'), reason: 'rude' }),
  deleteUserMessages: () => ({ id: 'anna', room: 'den', ageMs: null, reason: 'spam' }),
  purgeRoom: () => ({ room: 'den', reason: 'a fresh start' }),
  updateRoom: () => ({ room: 'den', name: 'The den', slowModeSeconds: 3 }),
  createUser: () => ({ app: 'shop', id: 'u1', name: 'One' }),
  createAccount: () => ({ username: 'karl', password: 'correct horse' }),
  users: () => ({ text: 'kar', app: DEFAULT_APP_ID }),
  user: (known) => ({ id: known.get('account') }),
  setRoles: (known) => ({ id: known.get('account'), roles: ['admin'] }),
  signOutUser: (known) => ({ id: known.get('account') }),
  setPassword: () => ({ user: 'karl', password: 'horse battery' }),
  sanction: () => ({ kind: 'ban', user: 'karl', room: 'den', durationMs: 60_000, reason: 'spam' }),
  sanctions: () => ({ kind: 'ban', room: 'den', text: 'spam' }),
  lift: () => ({ kind: 'ban', user: 'karl', room: 'den' }),
  deleteUser: (known) => ({ id: known.get('account') }),
  setBots: () => ({ isOn: true, probability: 0.1, rooms: ['den'] }),
  bots: () => ({}),
  previewRetention: () => ({ scope: 'room', id: 'den', countMax: 100 }),
  setRetention: () => ({ scope: 'room', id: 'den', ageMs: null, countMax: 100 }),
  retention: () => ({}),
  clearRetention: () => ({ scope: 'room', id: 'den' }),
  beginExport: () => ({ room: 'den' }),
  continueExport: (known) => ({ cursor: JSON.parse(known.get('cursor') ?? 'null') }),
  importLines: (known) => ({ ...JSON.parse(known.get('import') ?? '{}'), app: null, room: null }),
  deleteRoom: () => ({ room: 'den', reason: 'not needed' }),
};

/** What others need of an answer, or of what must be there before. */
async function learn(known: Map<string, string>, name: string, body: Record<string, unknown>) {
  const text = (value: unknown) => JSON.stringify(value);
  if (name === 'createKey')
    known.set('key', server.core.secrets.hashToken(String(body['key'])).slice(0, 16));
  if (name === 'createAccount') {
    known.set('account', String(body['id']));
    await server.core.users.login('karl', 'correct horse');
  }
  if (name === 'createRoom') {
    known.set('message', (await send(String(body['id']), 'hello')).id);
    await send(String(body['id']), 'buy now');
    const file = await admin.run('begin-export', { app: 'shop' });
    const cursor = { scope: 'app', appId: 'shop', step: 'rooms', roomIds: [] };
    known.set('cursor', text({ ...cursor, after: null, afterSeq: 0, afterMember: null }));
    known.set('import', text({ header: file.lines[0], lines: [] }));
  }
  if (name === 'deleteRoom') known.delete('message');
}

describe('the audit log', () => {
  it('has an entry of every command that changes something, and none of those that do not', async () => {
    const known = new Map<string, string>();
    const silent: string[] = [];
    const order = Object.keys(INPUTS);
    expect(order.toSorted()).toEqual(Object.keys(ADMIN).toSorted());
    for (const key of order) {
      const { name, level } = ADMIN[key as keyof typeof ADMIN];
      const input = INPUTS[key as keyof typeof ADMIN](known);
      if (name === 'import') Object.assign(input as object, { lines: [archivedUser()] });
      const [before, entriesBefore] = [contents(), entries().length];
      const { status, body } = await admin.call(name, input);
      expect({ name, status, body }).toMatchObject({ name, status: 200 });
      const [hasChanged, added] = [contents() !== before, entries().slice(entriesBefore)];
      // Nothing but an export reads what is kept for the operator alone without changing anything.
      const isNoted = hasChanged || name === 'begin-export';
      expect({ name, added }).toEqual({
        name,
        added: isNoted ? [{ action: name, outcome: 'done' }] : [],
      });
      if (level !== 'read' && !isNoted) silent.push(name);
      await learn(known, key, body);
    }
    expect(silent).toEqual(['continue-export']);
  });

  it('says who, when, what, on what, why, and how it ended', async () => {
    const { secrets, clock } = server.core;
    const from = clock.now();
    await admin.run('sanction', { kind: 'mute', ip: '::0001', reason: 'noise', durationMs: 1000 });
    await admin.call('lift', { kind: 'ban', user: 'nobody' });
    const { items } = await admin.run('audit', { limit: 2 });
    const by = {
      kind: 'operator',
      id: secrets.hashToken(server.config.adminKey).slice(0, 8),
      name: 'operator',
    };
    expect(items).toEqual([
      expect.objectContaining({
        via: 'http',
        by,
        action: 'lift',
        target: 'user:nobody',
        outcome: 'sanctionNotFound',
      }),
      expect.objectContaining({
        via: 'http',
        by,
        action: 'sanction',
        appId: DEFAULT_APP_ID,
        roomId: null,
        target: 'ip:::1',
        reason: 'noise',
        details: { kind: 'mute', durationMs: 1000 },
        outcome: 'done',
      }),
    ]);
    expect(items[1].at).toBeGreaterThanOrEqual(from);
    expect(items[0].number).toBeGreaterThan(items[1].number);
    expect(JSON.stringify(items)).not.toContain(server.config.adminKey);
  });

  it('is paged and filtered', async () => {
    for (const name of ['One', 'Two', 'Three']) await admin.run('create-room', { name });
    const first = await admin.run('audit', { action: 'create-room', limit: 2 });
    expect(first.items.map((entry: { details: object }) => entry.details)).toEqual([
      { name: 'Three' },
      { name: 'Two' },
    ]);
    const before = first.items[1].number;
    const next = await admin.run('audit', { action: 'create-room', limit: 1, before });
    expect(next).toMatchObject({ items: [{ details: { name: 'One' } }], total: first.total });
    const [{ roomId }] = next.items;
    expect((await admin.run('audit', { room: roomId })).total).toBe(1);
    expect((await admin.run('audit', { by: 'somebody' })).total).toBe(0);
    const refused = await admin.run('audit', { outcome: 'refused' });
    expect(refused.items.every((entry: { outcome: string }) => entry.outcome !== 'done')).toBe(
      true,
    );
  });

  it('can neither be changed nor shortened, no matter who opens the database', () => {
    using db = new DatabaseSync(join(directory.path, 'koine.db'));
    expect(() => db.exec("update audit set action = 'x'")).toThrow('append-only');
    expect(() => db.exec('delete from audit')).toThrow('append-only');
  });

  it('keeps who opened a conversation that is not public', async () => {
    const { id } = await directRoom(server.core, DEFAULT_APP_ID, 'ann', 'bob');
    await admin.run('room-messages', { room: id });
    await admin.run('room-messages', { room: id, before: 10 });
    expect(await admin.run('audit', { room: id })).toMatchObject({
      items: [{ action: 'room-messages', outcome: 'done' }],
      total: 1,
    });
  });

  it('has what moderators do in chat', async () => {
    const { core, url } = server;
    const owner = await core.users.register('owner', 'correct horse');
    const guest = await core.users.register('visitor', 'correct horse');
    const post = (method: string, path: string, body: object = {}) =>
      fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${owner.token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      });
    const made = await post('POST', '/rooms', { name: 'Owned' });
    const { uid } = Parse(MadeRoom, await made.json()).room;
    const room = await core.rooms.findPublic(uid);
    const message = await send(room.id, 'to be deleted');
    await post('DELETE', `/messages/${message.number}`);
    await post('PATCH', `/rooms/${uid}`, { slow_mode: 10 });
    await post('POST', `/users/${guest.user.id}/mod`, { room: uid });
    await post('POST', `/users/${guest.user.id}/unmod`, { room: uid });
    await post('POST', '/bans', { user: guest.user.id, room: uid, duration: '1h', reason: 'rude' });
    await post('POST', '/unban', { user: guest.user.id, room: uid });
    await post('DELETE', `/rooms/${uid}/messages`);
    await expect.poll(async () => (await admin.run('audit', { room: room.id })).total).toBe(7);
    const { items } = await admin.run('audit', { room: room.id });
    expect(items.map(({ action }: { action: string }) => action).toSorted()).toEqual([
      'delete-message',
      'lift',
      'purge-room',
      'sanction',
      'set-member-role',
      'set-member-role',
      'update-room',
    ]);
    for (const entry of items)
      expect(entry).toMatchObject({
        via: 'chat',
        by: { kind: 'account', id: owner.user.id, name: 'owner' },
        roomName: 'Owned',
      });
    const ban = items.find(({ action }: { action: string }) => action === 'sanction');
    const target = `user:${guest.user.id}`;
    expect(ban).toMatchObject({ target, targetName: 'visitor', reason: 'rude' });
    for (const filter of [{ room: uid }, { room: uid, by: 'OWNER' }])
      expect((await admin.run('audit', filter)).total).toBe(7);
  });
});

function archivedUser() {
  return {
    type: 'user',
    user: {
      id: 'imported',
      appId: 'shop',
      kind: 'external',
      displayName: 'Imported',
      avatarUrl: null,
      username: null,
      roles: [],
      meta: {},
      createdAt: 1,
      updatedAt: 1,
      passwordHash: null,
    },
  };
}
