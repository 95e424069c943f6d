import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { LIST_COUNT_MAX, type Stores } from '../../core/ports/stores.ts';
import { givenRoom, idsOf, listQuery, newNotification, newSanction, uniqueId } from './samples.ts';

/** What every `SanctionStore` does. */
export function sanctionConformance(stores: () => Stores): void {
  it('keeps one of a kind for a target and scope, the latest', async () => {
    const { sanctions } = stores();
    const appId = uniqueId('app');
    const roomId = await givenRoom(stores(), { appId });
    const ban = newSanction({ appId, roomId, createdAt: 10, until: 100, byUserId: 'mod' });
    const longer = { ...ban, id: randomUUID(), until: 200, reason: 'rude' };
    const mute = newSanction({ appId, roomId, kind: 'mute', createdAt: 11 });
    const wide = newSanction({ appId });
    expect(await sanctions.put(ban)).toEqual(ban);
    for (const sanction of [longer, mute, wide]) await sanctions.put(sanction);
    expect(await sanctions.list(appId, roomId, 50)).toEqual([mute, longer]);
    expect(await sanctions.list(appId, roomId, 200)).toEqual([mute]);
    expect(await sanctions.list(appId, null, 50)).toEqual([wide]);
    const { kind, target } = ban;
    expect(await sanctions.remove({ appId, roomId, kind, target })).toEqual(longer);
    expect(await sanctions.remove({ appId, roomId, kind, target })).toBeNull();
    expect(await sanctions.remove({ appId, roomId: null, kind, target })).toEqual(wide);
  });

  it('rejects one in a room that is not there', async () => {
    const sanction = newSanction({ roomId: randomUUID() });
    await expect(stores().sanctions.put(sanction)).rejects.toMatchObject({ code: 'roomNotFound' });
  });
}

/** What every `NotificationStore` does. */
export function notificationConformance(stores: () => Stores): void {
  it('creates all or none', async () => {
    const { notifications } = stores();
    const appId = uniqueId('app');
    const first = newNotification({ appId, actionUrl: '/x', icon: 'i', roomId: 'r' });
    const second = newNotification({ appId });
    expect(await notifications.create([first, second])).toEqual([
      { ...first, readAt: null },
      { ...second, readAt: null },
    ]);
    const third = newNotification({ appId });
    await expect(notifications.create([third, first])).rejects.toMatchObject({ code: 'conflict' });
    expect(await notifications.find(appId, third.id, 0)).toBeNull();
    expect(await notifications.find(appId, first.id, 0)).toEqual({ ...first, readAt: null });
    expect(await notifications.find('other', first.id, 0)).toBeNull();
    expect(await notifications.create([])).toEqual([]);
  });

  it('lists the urgent and the high first, in either order of time', async () => {
    const { notifications } = stores();
    const appId = uniqueId('app');
    const draft = (id: string, priority: 'low' | 'normal' | 'high' | 'urgent', createdAt: number) =>
      newNotification({ id: `${appId} ${id}`, appId, priority, createdAt });
    await notifications.create([
      draft('normal', 'normal', 1),
      draft('high', 'high', 2),
      draft('low', 'low', 3),
      draft('urgent', 'urgent', 4),
      draft('high2', 'high', 5),
    ]);
    const list = async (overrides: object) => {
      const query = {
        ...listQuery(),
        userId: 'ann',
        status: null,
        rooms: null,
        now: 0,
        ...overrides,
      };
      return idsOf((await notifications.list(appId, query)).items).map((id) => id.split(' ')[1]);
    };
    const descending = ['urgent', 'high2', 'high', 'low', 'normal'];
    const ascending = ['urgent', 'high', 'high2', 'normal', 'low'];
    expect(await list({ order: 'desc' })).toEqual(descending);
    expect(await list({ order: 'asc' })).toEqual(ascending);
    for (const [order, ids] of [
      ['desc', descending],
      ['asc', ascending],
    ] as const) {
      const cursor = `${appId} ${ids[2]}`;
      expect(await list({ order, after: cursor })).toEqual(ids.slice(3));
      expect(await list({ order, before: cursor })).toEqual(ids.slice(0, 2));
      expect(await list({ order, before: cursor, limit: 1 })).toEqual(ids.slice(1, 2));
      expect(await list({ order, limit: 2, offset: 1 })).toEqual(ids.slice(1, 3));
    }
  });

  it('is counted up to 10,000 in a list', async () => {
    const { notifications } = stores();
    const appId = uniqueId('app');
    const query = { ...listQuery({ limit: 1 }), userId: null, status: null, rooms: null, now: 0 };
    const many = Array.from({ length: LIST_COUNT_MAX }, () => newNotification({ appId }));
    await notifications.create(many);
    expect(await notifications.list(appId, query)).toMatchObject({ total: LIST_COUNT_MAX });
    await notifications.create([newNotification({ appId })]);
    expect(await notifications.list(appId, query)).toMatchObject({ total: null });
  });

  it('is read once, and listed by user and by status', async () => {
    const { notifications } = stores();
    const appId = uniqueId('app');
    const [mine, yours] = [newNotification({ appId }), newNotification({ appId, userId: 'bob' })];
    await notifications.create([mine, yours]);
    const read = await notifications.markRead(appId, mine.id, 70);
    expect(read).toEqual({ ...mine, readAt: 70 });
    expect(await notifications.markRead(appId, mine.id, 80)).toEqual(read);
    expect(await notifications.markRead('other', mine.id, 80)).toBeNull();
    const list = async (userId: string | null, status: 'read' | 'unread' | null) => {
      const query = { ...listQuery(), userId, status, rooms: null, now: 0 };
      const { items, total } = await notifications.list(appId, query);
      expect(total).toBe(items.length);
      return idsOf(items).sort();
    };
    expect(await list(null, null)).toEqual([mine.id, yours.id].sort());
    expect(await list('ann', null)).toEqual([mine.id]);
    expect(await list(null, 'unread')).toEqual([yours.id]);
    expect(await list('ann', 'read')).toEqual([mine.id]);
  });

  it('is listed by the rooms that it is about', async () => {
    const { notifications } = stores();
    const appId = uniqueId('app');
    const [room, other] = [uniqueId('room'), uniqueId('room')];
    const [about, aboutOther, aboutNone] = [room, other, null].map((roomId) =>
      newNotification({ appId, roomId }),
    );
    await notifications.create([about, aboutOther, aboutNone].filter((one) => one !== undefined));
    const list = async (rooms: readonly string[] | null) => {
      const query = { ...listQuery(), userId: 'ann', status: null, rooms, now: 0 };
      const { items, total } = await notifications.list(appId, query);
      expect(total).toBe(items.length);
      return new Set(idsOf(items));
    };
    expect(await list([room])).toEqual(new Set([about?.id, aboutNone?.id]));
    expect(await list([other, room])).toEqual(await list(null));
    expect(await list([room.slice(1)])).toEqual(new Set([aboutNone?.id]));
    expect(await list([])).toEqual(new Set([aboutNone?.id]));
  });
}

/** What every `AppStore` does. */
export function appConformance(stores: () => Stores): void {
  it('creates, renames and finds', async () => {
    const { apps } = stores();
    const app = { id: uniqueId('app'), name: 'One', createdAt: 1 };
    const tokenSecret = 's'.repeat(43);
    expect(await apps.create({ ...app, tokenSecret })).toEqual(app);
    await expect(apps.create({ ...app, tokenSecret })).rejects.toMatchObject({ code: 'conflict' });
    expect(await apps.update(app.id, { name: 'Two' })).toEqual({ ...app, name: 'Two' });
    expect(await apps.find(app.id)).toEqual({
      ...app,
      name: 'Two',
      secretGeneration: 0,
      tokenSecret,
    });
    expect(await apps.find('none')).toBeNull();
    await expect(apps.update('none', { name: '' })).rejects.toMatchObject({ code: 'appNotFound' });
  });

  it('finds an app by its keys, and gives the old ones an end when they are rotated', async () => {
    const { apps } = stores();
    const app = { id: uniqueId('app'), name: 'One', createdAt: 1 };
    await apps.create({ ...app, tokenSecret: 's' });
    const key = (expiresAt: number | null) => ({
      hash: uniqueId('key'),
      appId: app.id,
      createdAt: 1,
      expiresAt,
      prefix: 'sk_live_ab',
    });
    const [first, short, second] = [key(null), key(50), key(null)];
    await apps.putKey(first, null);
    await apps.putKey(short, null);
    expect(await apps.findByKey(first.hash, 1_000)).toEqual({ app, expiresAt: null });
    await apps.putKey(second, 100);
    expect(await apps.findByKey(first.hash, 99)).toEqual({ app, expiresAt: 100 });
    expect(await apps.findByKey(first.hash, 100)).toBeNull();
    expect(await apps.findByKey(short.hash, 50)).toBeNull();
    expect(await apps.findByKey(second.hash, 1_000)).toEqual({ app, expiresAt: null });
    await apps.putKey(second, null);
    const stranger = { ...second, appId: uniqueId('app') };
    await expect(apps.putKey(stranger, null)).rejects.toMatchObject({ code: 'appNotFound' });
  });
}
