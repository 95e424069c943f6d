import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Stores } from '../../core/ports/stores.ts';
import {
  givenMessages,
  givenRoom,
  historyQuery,
  idsOf,
  listQuery,
  newMessage,
  newRoom,
  newSanction,
  roomQuery,
  uniqueId,
} from './samples.ts';

const joinedAt = 5;

/** What every `RoomStore` does. */
export function roomConformance(stores: () => Stores): void {
  describe('create', () => {
    it('makes the room with its owner and members', async () => {
      const { rooms, members } = stores();
      const draft = newRoom({
        kind: 'private',
        bridged: true,
        description: 'About',
        slowModeSeconds: 3,
        meta: { topic: ['a'] },
        owner: { userId: 'ann', userName: 'Ann' },
        members: [
          { userId: 'bob', userName: 'Bob', role: 'moderator', joinedAt },
          { userId: 'cid', userName: 'Cid', role: 'member', joinedAt },
          { userId: 'ann', userName: 'Ann', role: 'member', joinedAt },
        ],
      });
      const { room, isNew } = await rooms.create(draft);
      const { owner: _owner, members: _members, ...kept } = draft;
      expect(isNew).toBe(true);
      expect(room).toEqual({
        ...kept,
        ownerId: 'ann',
        updatedAt: draft.createdAt,
        lastMessageAt: null,
        memberCount: 3,
        lastSeq: 0,
        changeSeq: 0,
        purgedSeq: 0,
      });
      expect(await rooms.find({ id: room.id })).toEqual(room);
      expect(await rooms.find({ uid: room.uid })).toEqual(room);
      expect((await members.list(room.id, listQuery())).total).toBe(3);
      expect(await members.find(room.id, 'ann')).toMatchObject({ role: 'owner' });
    });

    it('resolves to the room that has the id or the uid, unchanged', async () => {
      const { rooms } = stores();
      const { room } = await rooms.create(newRoom({ name: 'First' }));
      const byId = await rooms.create(newRoom({ id: room.id, name: 'Second' }));
      const byUid = await rooms.create(newRoom({ uid: room.uid, name: 'Third' }));
      expect(byId).toEqual({ room, isNew: false });
      expect(byUid).toEqual({ room, isNew: false });
    });

    it('gives two simultaneous calls for a pair the same room', async () => {
      const { rooms } = stores();
      const appId = uniqueId('app');
      const pair = ['ann', 'bob'] as const;
      const asked = await Promise.all(
        Array.from({ length: 10 }, () => rooms.create(newRoom({ appId, kind: 'direct', pair }))),
      );
      expect(asked.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(new Set(asked.map(({ room }) => room.id)).size).toBe(1);
      expect(await rooms.find({ appId, pair })).toEqual(asked[0]?.room);
      expect(await rooms.find({ appId: uniqueId('app'), pair })).toBeNull();
    });
  });

  describe('update', () => {
    it('changes what the patch names and nothing else', async () => {
      const { rooms } = stores();
      const { room } = await rooms.create(newRoom({ bridged: true, slowModeSeconds: 3 }));
      const patch = { name: 'New', bridged: false, slowModeSeconds: 0, meta: { a: null } };
      const updated = await rooms.update(room.id, patch, 77);
      expect(updated).toEqual({ ...room, ...patch, updatedAt: 77 });
      expect(await rooms.update(room.id, {}, 78)).toEqual({ ...updated, updatedAt: 78 });
    });

    it('rejects for a room that is not there', async () => {
      await expect(stores().rooms.update(randomUUID(), {}, 1)).rejects.toMatchObject({
        code: 'roomNotFound',
      });
    });
  });

  describe('remove', () => {
    it('takes messages, members and sanctions along', async () => {
      const { rooms, messages, members, sanctions } = stores();
      const draft = newRoom({ owner: { userId: 'ann', userName: 'Ann' } });
      await rooms.create(draft);
      const [message] = await givenMessages(stores(), draft.id, 300);
      await sanctions.put(newSanction({ roomId: draft.id }));
      await rooms.remove(draft.id);
      expect(await rooms.find({ id: draft.id })).toBeNull();
      expect(await rooms.rules(draft.id, 1)).toBeNull();
      expect(await messages.find({ id: message?.id ?? '' })).toBeNull();
      expect(await members.find(draft.id, 'ann')).toBeNull();
      expect(await members.list(draft.id, listQuery())).toEqual({ items: [], total: 0 });
      await expect(messages.append(newMessage(draft.id))).rejects.toMatchObject({
        code: 'roomNotFound',
      });
      await rooms.create(draft);
      expect(await messages.page(historyQuery(draft.id))).toMatchObject({ total: 0, lastSeq: 0 });
      expect((await rooms.rules(draft.id, 1))?.sanctions).toEqual([]);
      const again = await messages.append(newMessage(draft.id));
      expect(again.message.seq).toBe(1);
    });

    it('resolves when there is no such room', async () => {
      await expect(stores().rooms.remove(randomUUID())).resolves.toBeUndefined();
    });
  });

  it('reads all that a room’s rules need at once', async () => {
    const { rooms, members, sanctions } = stores();
    const roomId = await givenRoom(stores(), { owner: { userId: 'ann', userName: 'Ann' } });
    await members.put(
      roomId,
      { userId: 'bob', userName: 'B', role: 'moderator', joinedAt },
      'keep',
    );
    await members.put(roomId, { userId: 'cid', userName: 'C', role: 'member', joinedAt }, 'keep');
    const mute = newSanction({ roomId, kind: 'mute', createdAt: 10, until: 100 });
    const ban = newSanction({ roomId, target: 'ip:::1', createdAt: 11 });
    await sanctions.put(mute);
    await sanctions.put(ban);
    const rules = await rooms.rules(roomId, 99);
    expect(rules?.room).toEqual(await rooms.find({ id: roomId }));
    expect(rules?.staff).toEqual(
      new Map([
        ['ann', 'owner'],
        ['bob', 'moderator'],
      ]),
    );
    expect(rules?.sanctions).toEqual([ban, mute]);
    expect((await rooms.rules(roomId, 100))?.sanctions).toEqual([ban]);
  });

  describe('list', () => {
    it('sorts, pages by offset and by cursor, and counts', async () => {
      const { rooms, messages } = stores();
      const appId = uniqueId('app');
      const ids: string[] = [];
      for (const [index, name] of ['cherry', 'Apple', 'banana', 'date'].entries()) {
        ids.push(await givenRoom(stores(), { appId, name, createdAt: 1000 + index }));
      }
      const [cherry = '', apple = '', banana = '', date = ''] = ids;
      await messages.append(newMessage(apple, { createdAt: 5000 }));
      await rooms.update(cherry, {}, 9000);
      const list = async (overrides: object) =>
        idsOf((await rooms.list(roomQuery({ appId, ...overrides }))).items);
      expect(await list({ sort: 'createdAt' })).toEqual([cherry, apple, banana, date]);
      expect(await list({ sort: 'name' })).toEqual([apple, banana, cherry, date]);
      expect(await list({ sort: 'updatedAt', order: 'desc', limit: 1 })).toEqual([cherry]);
      expect(await list({ sort: 'lastActivity', order: 'desc' })).toEqual([
        apple,
        date,
        banana,
        cherry,
      ]);
      expect(await list({ limit: 2, offset: 1 })).toEqual([apple, banana]);
      expect(await list({ limit: 2, after: apple })).toEqual([banana, date]);
      expect(await list({ limit: 2, before: date })).toEqual([apple, banana]);
      expect(await list({ order: 'desc', limit: 2, after: banana })).toEqual([apple, cherry]);
      expect(await list({ order: 'desc', limit: 2, before: cherry })).toEqual([banana, apple]);
      expect(await list({ after: 'none' })).toEqual([]);
      const { total } = await rooms.list(roomQuery({ appId, limit: 1 }));
      expect(total).toBe(4);
      // The id of a removed room is still a valid cursor, in every order.
      await rooms.remove(apple);
      expect(await list({ after: apple })).toEqual([banana, date]);
      expect(await list({ before: apple })).toEqual([cherry]);
      expect(await list({ sort: 'name', after: apple })).toEqual([banana, cherry, date]);
      expect(await list({ sort: 'lastActivity', before: apple })).toEqual([cherry, banana, date]);
      expect(await list({ sort: 'lastActivity', order: 'desc', after: apple, limit: 1 })).toEqual([
        date,
      ]);
    });

    it('keeps apps apart, and shows everyone the public rooms that are the default app’s or bridged', async () => {
      const { rooms } = stores();
      const appId = uniqueId('app');
      const own = await givenRoom(stores(), { appId });
      const bridged = await givenRoom(stores(), { appId, bridged: true });
      const hidden = await givenRoom(stores(), { appId, kind: 'private', bridged: true });
      const shared = await givenRoom(stores());
      const secret = await givenRoom(stores(), { kind: 'private' });
      const everyone = idsOf((await rooms.list(roomQuery({ limit: 10_000 }))).items);
      expect(everyone).toEqual(expect.arrayContaining([bridged, shared]));
      for (const id of [own, hidden, secret]) expect(everyone).not.toContain(id);
      const ofApp = await rooms.list(roomQuery({ appId }));
      expect(idsOf(ofApp.items).sort()).toEqual([own, bridged, hidden].sort());
      const privates = await rooms.list(roomQuery({ appId, kind: 'private' }));
      expect(idsOf(privates.items)).toEqual([hidden]);
    });

    it('finds the rooms of a member', async () => {
      const { rooms, members } = stores();
      const appId = uniqueId('app');
      const [mine] = [await givenRoom(stores(), { appId }), await givenRoom(stores(), { appId })];
      await members.put(mine, { userId: 'ann', userName: 'A', role: 'member', joinedAt }, 'keep');
      const { items, total } = await rooms.list(roomQuery({ appId, memberId: 'ann' }));
      expect(idsOf(items)).toEqual([mine]);
      expect(total).toBe(1);
    });
  });
}
