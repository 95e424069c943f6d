import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { AuditQuery, AuditRecord } from '../../core/ports/operating-stores.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { givenRoom, newMessage, newSanction, uniqueId } from './samples.ts';

/** What every `AuditStore` does. */
export function auditConformance(stores: () => Stores): void {
  it('keeps every entry as it is, and lists them newest first by any filter', async () => {
    const { audit } = stores();
    const byId = uniqueId('by');
    const byName = uniqueId('Ann');
    const record = (overrides: Partial<AuditRecord> = {}): AuditRecord => ({
      at: 7,
      via: 'page',
      by: { kind: 'account', appId: 'default', id: byId, name: byName },
      action: 'purge-room',
      appId: 'default',
      roomId: 'r',
      target: 'user:x',
      reason: 'rude',
      details: { many: 3, deep: { list: [1, null] } },
      outcome: 'done',
      ...overrides,
    });
    const first = await audit.append(record());
    const second = await audit.append(
      record({ action: 'lift', appId: null, roomId: null, target: null }),
    );
    const third = await audit.append(record({ outcome: 'forbidden', appId: 'other', roomId: 's' }));
    expect(first).toEqual({ number: first.number, ...record() });
    expect(third.number).toBeGreaterThan(second.number);
    const list = (overrides: Partial<AuditQuery> = {}) =>
      audit.list({
        limit: 10,
        before: null,
        action: null,
        by: byId,
        appId: null,
        room: null,
        target: null,
        from: null,
        to: null,
        outcome: null,
        ...overrides,
      });
    expect(await list()).toEqual({ items: [third, second, first], total: 3 });
    expect(await list({ limit: 1, before: third.number })).toEqual({ items: [second], total: 3 });
    expect((await list({ action: 'lift' })).items).toEqual([second]);
    const inRoom = (id: string, uid: string) => list({ appId: 'other', room: { id, uid } });
    expect((await inRoom('s', 'x')).items).toEqual([third]);
    expect((await inRoom('x', 's')).items).toEqual([third]);
    expect((await list({ by: byName.toUpperCase() })).total).toBe(3);
    expect((await list({ outcome: 'refused' })).items).toEqual([third]);
    expect((await list({ outcome: 'done' })).items).toEqual([second, first]);
  });
}

/** What every `RetentionStore` does. */
export function retentionConformance(stores: () => Stores): void {
  it('keeps one rule for each scope, the narrowest of which decides what is due', async () => {
    const { retention, rooms } = stores();
    const appId = uniqueId('app');
    const roomId = await givenRoom(stores(), { appId });
    const kept = await givenRoom(stores(), { appId });
    for (const id of [roomId, kept]) for (const at of [10, 20, 30]) await send(stores(), id, at);
    const rule = { scope: 'app', id: appId, ageMs: null, countMax: 5, setAt: 1 } as const;
    const due = async (now: number) => {
      const found: string[] = [];
      for (let after: number | null = 0; after !== null; ) {
        const page: Awaited<ReturnType<typeof retention.due>> = await retention.due(now, after, 3);
        found.push(...page.rooms.map((room) => room.roomId));
        after = page.next;
      }
      return found.filter((id) => id === roomId || id === kept);
    };
    expect(await due(1000)).toEqual([]);
    await retention.put(rule);
    expect(await due(1000)).toEqual([]);
    await retention.put({ ...rule, countMax: 2 });
    expect(await due(1000)).toEqual([roomId, kept]);
    await retention.put({ scope: 'room', id: kept, ageMs: null, countMax: null, setAt: 2 });
    expect(await due(1000)).toEqual([roomId]);
    await retention.put({ ...rule, ageMs: 100, countMax: null });
    expect(await due(110)).toEqual([]);
    expect(await due(111)).toEqual([roomId]);
    expect((await retention.list()).filter(({ id }) => [appId, kept].includes(id))).toHaveLength(2);
    await rooms.remove(kept);
    expect((await retention.list()).some(({ id }) => id === kept)).toBe(false);
    expect(await retention.remove('app', appId)).toBe(true);
    expect(await retention.remove('app', appId)).toBe(false);
  });

  it('takes away only a beginning, step by step, and then reports that it is gone', async () => {
    const { messages, retention } = stores();
    const roomId = await givenRoom(stores());
    // The second is younger than the third: an import may do that.
    for (const at of [10, 40, 20, 50]) await send(stores(), roomId, at);
    const page = () => history(stores(), roomId);
    expect(await retention.trim(roomId, 10, null)).toEqual({ trimmed: 0, hasMore: false });
    expect(await retention.trim(roomId, 30, null)).toEqual({ trimmed: 1, hasMore: false });
    expect(await page()).toEqual([2, 3, 4]);
    expect(await messages.changesSince(roomId, 0, 10)).toMatchObject({ isGone: true });
    expect(await messages.changesSince(roomId, 1, 10)).toMatchObject({
      isGone: false,
      purge: null,
    });
    expect(await retention.trim(roomId, null, 1)).toEqual({ trimmed: 2, hasMore: false });
    expect(await page()).toEqual([4]);
    for (let i = 0; i < 300; i++) await send(stores(), roomId, 60);
    expect(await retention.trim(roomId, null, 1)).toEqual({ trimmed: 256, hasMore: true });
    expect(await retention.trim(roomId, null, 1)).toEqual({ trimmed: 44, hasMore: false });
    expect(await page()).toEqual([304]);
    const none = retention.trim(randomUUID(), null, 1);
    await expect(none).rejects.toMatchObject({ code: 'roomNotFound' });
  });
}

/** What every `DirectoryStore`, `SwitchStore` and the keys' part of `AppStore` do. */
export function directoryConformance(stores: () => Stores): void {
  it('finds apps, rooms, users and sanctions by part of a name or a whole id, page by page', async () => {
    const { apps, directory, sanctions, users } = stores();
    const word = uniqueId('w').slice(0, 14);
    const appId = uniqueId('app');
    await apps.create({ id: appId, name: `100% ${word} App`, createdAt: 1, tokenSecret: 's' });
    const ids = await Promise.all(
      ['one', 'two'].map((name) => givenRoom(stores(), { appId, name: `${word}_${name}` })),
    );
    await send(stores(), ids[0] ?? '', Date.now() + 1000);
    const page = { limit: 10, offset: 0 };
    const all = { ...page, text: null, appId, kind: null };
    const names = async (query: Parameters<typeof directory.rooms>[0]) =>
      (await directory.rooms(query)).items.map(({ name }) => name);
    expect(await names(all)).toEqual([`${word}_one`, `${word}_two`]);
    expect(await names({ ...all, appId: null, text: word.toUpperCase() })).toHaveLength(2);
    expect(await names({ ...all, text: `${word}_o` })).toEqual([`${word}_one`]);
    expect(await names({ ...all, text: `${word}%o` })).toEqual([]);
    expect(await names({ ...all, text: ids[1] ?? '' })).toEqual([`${word}_two`]);
    expect(await directory.rooms({ ...all, limit: 1, offset: 1 })).toMatchObject({ total: 2 });
    expect(await directory.rooms({ ...all, kind: 'private' })).toEqual({ items: [], total: 0 });
    const found = await directory.apps({ ...page, text: `% ${word}`, now: 5 });
    expect(found.items).toMatchObject([{ id: appId, rooms: 2, users: 0, keys: 0 }]);

    for (const [id, roles] of [
      ['u1', []],
      ['u2', ['admin']],
    ] as const)
      await users.create(
        {
          id,
          appId,
          kind: 'external',
          displayName: `${word} ${id} Ärger`,
          avatarUrl: null,
          username: null,
          passwordHash: null,
          roles,
          meta: {},
          createdAt: 1,
        },
        'fail',
      );
    const people = { ...page, text: null, appId, hasRoles: false };
    expect((await directory.users(people)).items.map(({ id }) => id)).toEqual(['u2', 'u1']);
    expect((await directory.users({ ...people, text: 'u1 ÄRG' })).total).toBe(1);
    expect((await directory.users({ ...people, hasRoles: true })).total).toBe(1);

    const [ban, ended] = [
      newSanction({ appId, target: 'user:u1', reason: word, createdAt: 2 }),
      newSanction({ appId, kind: 'mute', target: 'user:u2', until: 5, createdAt: 3 }),
    ];
    await sanctions.put(ban);
    await sanctions.put(ended);
    const inForce = { ...page, now: 6, appId, roomId: null, kind: null, target: null, text: null };
    expect((await directory.sanctions(inForce)).items).toEqual([ban]);
    expect((await directory.sanctions({ ...inForce, now: 4 })).items).toEqual([ended, ban]);
    expect((await directory.sanctions({ ...inForce, text: word.toUpperCase() })).total).toBe(1);
    expect((await directory.sanctions({ ...inForce, target: 'user:u2' })).total).toBe(0);
  });

  it('knows an app’s keys, when they were used, and what was switched', async () => {
    const { apps, switches, measure } = stores();
    const appId = uniqueId('app');
    await apps.create({ id: appId, name: 'One', createdAt: 1, tokenSecret: 's' });
    const key = { appId, createdAt: 1, expiresAt: null, prefix: 'sk_live_abcd' };
    const [old, young] = [uniqueId('key'), uniqueId('key')];
    await apps.putKey({ ...key, hash: old }, null);
    await apps.putKey({ ...key, hash: young, createdAt: 2 }, null);
    await apps.recordKeyUses([{ hash: old, at: 30 }]);
    await apps.recordKeyUses([{ hash: old, at: 20 }]);
    expect(await apps.keys(appId)).toEqual([
      { ...key, hash: young, createdAt: 2, lastUsedAt: null },
      { ...key, hash: old, lastUsedAt: 30 },
    ]);
    const name = uniqueId('switch');
    expect(await switches.get(name)).toBeNull();
    await switches.put(name, { isOn: true });
    await switches.put(name, { isOn: false });
    expect(await switches.get(name)).toEqual({ isOn: false });
    const { rows, databaseBytes } = await measure();
    expect(rows.apps).toBeGreaterThan(0);
    expect(databaseBytes).toBeGreaterThan(0);
  });
}

async function send(stores: Stores, roomId: string, createdAt: number): Promise<void> {
  await stores.messages.append(newMessage(roomId, { createdAt }));
}

async function history(stores: Stores, roomId: string): Promise<number[]> {
  const page = await stores.messages.page({
    roomId,
    direction: 'newer',
    before: null,
    after: null,
    limit: 1000,
    skip: 0,
    withDeleted: true,
  });
  expect(page.total).toBe(page.messages.length);
  return page.messages.map(({ seq }) => seq);
}
