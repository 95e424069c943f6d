import { describe, expect, it } from 'vitest';
import type { NewMember, Stores } from '../../core/ports/stores.ts';
import { givenMessages, givenRoom, listQuery } from './samples.ts';

const newMember = (userId: string, overrides: Partial<NewMember> = {}): NewMember => ({
  userId,
  userName: userId.toUpperCase(),
  role: 'member',
  joinedAt: 10,
  ...overrides,
});

/** What every `MemberStore` does. */
export function memberConformance(stores: () => Stores): void {
  it('adds a member once, and counts', async () => {
    const { members, rooms } = stores();
    const roomId = await givenRoom(stores());
    const added = await Promise.all([
      members.put(roomId, newMember('ann'), 'keep'),
      members.put(roomId, newMember('bob'), 'keep'),
      members.put(roomId, newMember('ann', { role: 'moderator' }), 'keep'),
    ]);
    expect(added.map(({ isNew, memberCount }) => [isNew, memberCount])).toEqual([
      [true, 1],
      [true, 2],
      [false, 2],
    ]);
    expect(added[2]?.member).toEqual({
      roomId,
      userId: 'ann',
      userName: 'ANN',
      role: 'member',
      joinedAt: 10,
      lastReadSeq: 0,
    });
    expect((await rooms.find({ id: roomId }))?.memberCount).toBe(2);
  });

  it('replaces role and name, and keeps when they joined and what they read', async () => {
    const { members } = stores();
    const roomId = await givenRoom(stores());
    await givenMessages(stores(), roomId, 3);
    await members.put(roomId, newMember('ann'), 'keep');
    await members.markRead(roomId, 'ann', 2);
    const change = newMember('ann', { role: 'moderator', userName: 'New', joinedAt: 99 });
    const { member, isNew, memberCount } = await members.put(roomId, change, 'replace');
    expect({ isNew, memberCount }).toEqual({ isNew: false, memberCount: 1 });
    expect(member).toMatchObject({
      role: 'moderator',
      userName: 'New',
      joinedAt: 10,
      lastReadSeq: 2,
    });
    expect(await members.find(roomId, 'ann')).toEqual(member);
  });

  it('removes a member, once', async () => {
    const { members } = stores();
    const roomId = await givenRoom(stores());
    await members.put(roomId, newMember('ann'), 'keep');
    await members.put(roomId, newMember('bob'), 'keep');
    expect(await members.remove(roomId, 'ann')).toEqual({ wasMember: true, memberCount: 1 });
    expect(await members.remove(roomId, 'ann')).toEqual({ wasMember: false, memberCount: 1 });
    expect(await members.remove('none', 'ann')).toEqual({ wasMember: false, memberCount: 0 });
    expect(await members.find(roomId, 'ann')).toBeNull();
  });

  it('rejects a member of a room that is not there', async () => {
    await expect(stores().members.put('none', newMember('ann'), 'keep')).rejects.toMatchObject({
      code: 'roomNotFound',
    });
  });

  it('lists members in order of joining, by offset and by cursor', async () => {
    const { members } = stores();
    const roomId = await givenRoom(stores());
    for (const [index, userId] of ['dan', 'ann', 'cid', 'bob'].entries()) {
      await members.put(roomId, newMember(userId, { joinedAt: 10 + index }), 'keep');
    }
    const list = async (overrides: object) => {
      const { items, total } = await members.list(roomId, listQuery(overrides));
      expect(total).toBe(4);
      return items.map(({ userId }) => userId);
    };
    expect(await list({})).toEqual(['dan', 'ann', 'cid', 'bob']);
    expect(await list({ order: 'desc', limit: 2 })).toEqual(['bob', 'cid']);
    expect(await list({ offset: 3 })).toEqual(['bob']);
    expect(await list({ after: 'ann', limit: 1 })).toEqual(['cid']);
    expect(await list({ before: 'bob', limit: 2 })).toEqual(['ann', 'cid']);
    await members.remove(roomId, 'ann');
    const { items, total } = await members.list(roomId, listQuery({ after: 'ann', limit: 1 }));
    expect([items.map(({ userId }) => userId), total]).toEqual([['cid'], 3]);
    const before = await members.list(roomId, listQuery({ before: 'ann' }));
    expect(before.items.map(({ userId }) => userId)).toEqual(['dan']);
  });

  describe('markRead', () => {
    it('moves forward only, and not beyond the newest message', async () => {
      const { members } = stores();
      const roomId = await givenRoom(stores());
      await givenMessages(stores(), roomId, 5);
      await members.put(roomId, newMember('ann'), 'keep');
      expect(await members.markRead(roomId, 'ann', 3)).toBe(3);
      expect(await members.markRead(roomId, 'ann', 2)).toBe(3);
      expect(await members.markRead(roomId, 'ann', 1_000)).toBe(5);
      expect((await members.find(roomId, 'ann'))?.lastReadSeq).toBe(5);
    });

    it('rejects for a user who is no member', async () => {
      const roomId = await givenRoom(stores());
      const notFound = { code: 'memberNotFound' };
      await expect(stores().members.markRead(roomId, 'ann', 1)).rejects.toMatchObject(notFound);
      await expect(stores().members.markRead('none', 'ann', 1)).rejects.toMatchObject(notFound);
    });
  });
}
