import { describe, expect, it } from 'vitest';
import { nameKeys } from '../../core/names.ts';
import type { NewUser, Stores, UserStore } from '../../core/ports/stores.ts';
import { idsOf, listQuery, newRoom, newUser, uniqueId } from './samples.ts';

/** What every `UserStore` and `TokenStore` does. */
export function userConformance(stores: () => Stores): void {
  describe('users', () => {
    it('are read back as they were created, by id and by username without case', async () => {
      const { users } = stores();
      const username = uniqueId('Ann.').slice(0, 30);
      const draft = newUser({
        username,
        avatarUrl: '/a.png',
        passwordHash: 'hash',
        roles: ['root', 'admin'],
        meta: { a: [1] },
      });
      const user = await users.create(draft, 'fail');
      const { passwordHash, ...kept } = draft;
      expect(user).toEqual({ ...kept, updatedAt: draft.createdAt });
      expect(await users.find('default', { id: draft.id })).toEqual({ ...user, passwordHash });
      const found = await users.find('default', { username: username.toUpperCase() });
      expect(found?.id).toBe(draft.id);
      expect(await users.find('other', { id: draft.id })).toBeNull();
      expect(await users.find('other', { username })).toBeNull();
    });

    it('have an id of their own in their app', async () => {
      const { users } = stores();
      const draft = newUser({ displayName: 'First' });
      const user = await users.create(draft, 'keep');
      const second = { ...draft, displayName: 'Second' };
      expect(await users.create(second, 'keep')).toEqual(user);
      await expect(users.create(second, 'fail')).rejects.toMatchObject({ code: 'conflict' });
      await expect(users.create({ ...second, appId: 'other' }, 'fail')).resolves.toMatchObject({
        displayName: 'Second',
      });
    });

    it('have a username of their own, also in two simultaneous calls', async () => {
      const { users } = stores();
      const username = uniqueId('u').slice(0, 30);
      const asked = await Promise.allSettled([
        users.create(newUser({ username }), 'fail'),
        users.create(newUser({ username: username.toUpperCase() }), 'fail'),
      ]);
      expect(asked[0]?.status).toBe('fulfilled');
      expect(asked[1]).toMatchObject({ reason: { code: 'usernameTaken' } });
    });

    it('are found by what their names look like, as long as they have that name', async () => {
      const { users } = stores();
      const appId = uniqueId('app');
      const find = async (name: string) =>
        [...(await users.idsByNameKeys(appId, nameKeys(name), 'anyName'))].sort();
      const draft = { appId, username: 'Valentina', displayName: 'Vali' };
      const one = await users.create(newUser(draft), 'fail');
      const other = await users.create(
        newUser({ appId, username: 'w.w', displayName: 'VALl' }),
        'fail',
      );
      await users.create(newUser({ appId, username: null, displayName: 'Vali' }), 'fail');
      expect(await find('vаlentina')).toEqual([one.id]);
      expect(await find('vali')).toEqual([one.id]);
      await users.update(appId, other.id, { displayName: 'Vali' }, 50);
      expect(await find('VaIi')).toEqual([one.id, other.id].sort());
      await users.update(appId, one.id, { meta: {} }, 51);
      await users.remove(appId, other.id, 5_000);
      expect(await find('vali')).toEqual([one.id]);
      await users.update(appId, one.id, { displayName: 'Somebody' }, 52);
      expect(await find('vali')).toEqual([]);
      expect(await find('VALENTINA')).toEqual([one.id]);
      const ofUsername = (name: string) => users.idsByNameKeys(appId, nameKeys(name), 'username');
      expect(await ofUsername('VALENTINA')).toEqual([one.id]);
      expect(await ofUsername('Somebody')).toEqual([]);
      expect(await users.idsByNameKeys('other', nameKeys('Valentina'), 'anyName')).toEqual([]);
    });

    it('change in what the patch names', async () => {
      const { users } = stores();
      const user = await users.create(newUser({ avatarUrl: '/a.png', roles: ['admin'] }), 'fail');
      const named = await users.update('default', user.id, { displayName: 'New' }, 50);
      expect(named).toEqual({ ...user, displayName: 'New', updatedAt: 50 });
      const bare = await users.update('default', user.id, { avatarUrl: null, roles: [] }, 51);
      expect(bare).toEqual({ ...named, avatarUrl: null, roles: [], updatedAt: 51 });
      await expect(users.update('other', user.id, {}, 52)).rejects.toMatchObject({
        code: 'userNotFound',
      });
    });

    it('get another password, which ends their tokens; a user without a username gets none', async () => {
      const { users, tokens } = stores();
      const username = uniqueId('u').slice(0, 30);
      const user = await users.create(newUser({ username, passwordHash: 'old' }), 'fail');
      const hash = uniqueId('hash');
      const token = { hash, appId: 'default', userId: user.id, createdAt: 1, expiresAt: null };
      await tokens.put(token, KEPT);
      const kept = uniqueId('hash');
      await tokens.put({ ...token, hash: kept }, KEPT);
      const change = { passwordHash: 'new', ifHash: null, keptToken: null, at: 60 };
      const wrong = { ...change, ifHash: 'another' };
      expect(await users.setPassword('default', user.id, wrong)).toBeNull();
      const own = { ...change, passwordHash: 'own', ifHash: 'old', keptToken: kept };
      expect(await users.setPassword('default', user.id, own)).toBe(1);
      expect(await tokens.find(kept, 2, 0)).not.toBeNull();
      expect(await users.generation('default', user.id)).toBe(0);
      expect(await users.setPassword('default', user.id, change)).toBe(1);
      expect(await users.generation('default', user.id)).toBe(1);
      const found = await users.find('default', { id: user.id });
      expect(found).toEqual({ ...user, passwordHash: 'new', updatedAt: 60 });
      for (const gone of [hash, kept]) expect(await tokens.find(gone, 2, 0)).toBeNull();
      const visitor = await users.create(newUser(), 'fail');
      expect(await users.setPassword('default', visitor.id, change)).toBeNull();
      expect(await users.setPassword('other', user.id, change)).toBeNull();
    });

    it('are removed with their tokens, memberships, ownership and half of a conversation', async () => {
      const { users, tokens, rooms, members } = stores();
      const draft = newUser();
      await users.create(draft, 'fail');
      const hash = uniqueId('hash');
      const token = { hash, appId: 'default', userId: draft.id, createdAt: 1, expiresAt: null };
      await tokens.put(token, KEPT);
      const owner = { userId: draft.id, userName: draft.id };
      const owned = await rooms.create(newRoom({ kind: 'private', owner }));
      const other = uniqueId('z');
      const pair: readonly [string, string] = [draft.id, other];
      const talk = await rooms.create(newRoom({ kind: 'direct', pair }));
      const elsewhere = await rooms.create(newRoom({ appId: 'other', owner }));
      expect(await users.remove('default', draft.id, 5_000)).toMatchObject({
        memberships: [{ roomId: owned.room.id, memberCount: 0 }],
        rooms: [
          { id: owned.room.id, ownerId: null },
          { id: talk.room.id, pair: [null, other] },
        ],
      });
      expect(await users.remove('default', draft.id, 5_000)).toBeNull();
      await users.create(draft, 'fail');
      expect(await tokens.find(hash, 2, 0)).toBeNull();
      expect(await users.generation('default', draft.id)).toBe(1);
      expect(await members.find(owned.room.id, draft.id)).toBeNull();
      expect(await members.find(elsewhere.room.id, draft.id)).not.toBeNull();
      expect(await rooms.find({ appId: 'default', pair })).toBeNull();
      const again = await rooms.create(newRoom({ kind: 'direct', pair }));
      expect(again.isNew).toBe(true);
    });

    it('are listed by time, by part of a name, and by role', async () => {
      const { users } = stores();
      const appId = uniqueId('app');
      await givenUsers(users, appId, [
        { id: 'a', displayName: 'Ábel Ünal', createdAt: 1 },
        { id: 'b', displayName: 'Bob', username: 'The_Boss', createdAt: 2 },
        { id: 'c', displayName: '100% Cid', roles: ['super_mod'], createdAt: 3 },
      ]);
      const list = async (overrides: object) => {
        const query = { ...listQuery(), nameContains: null, hasRoles: false, ...overrides };
        const { items, total } = await users.list(appId, query);
        return [idsOf(items), total];
      };
      expect(await list({})).toEqual([['a', 'b', 'c'], 3]);
      expect(await list({ order: 'desc', limit: 1 })).toEqual([['c'], 3]);
      expect(await list({ after: 'a', limit: 1 })).toEqual([['b'], 3]);
      expect(await list({ before: 'c', limit: 1 })).toEqual([['b'], 3]);
      expect(await list({ nameContains: 'áBEL ü' })).toEqual([['a'], 1]);
      expect(await list({ nameContains: 'e_bo' })).toEqual([['b'], 1]);
      expect(await list({ nameContains: '0% c' })).toEqual([['c'], 1]);
      expect(await list({ nameContains: '%' })).toEqual([['c'], 1]);
      expect(await list({ nameContains: 'nobody' })).toEqual([[], 0]);
      expect(await list({ hasRoles: true })).toEqual([['c'], 1]);
      await users.update(appId, 'b', { displayName: 'Renamed' }, 9);
      expect(await list({ nameContains: 'renamed' })).toEqual([['b'], 1]);
    });
  });

  describe('tokens', () => {
    it('find their user until they expire or are removed', async () => {
      const { users, tokens } = stores();
      const user = await users.create(newUser(), 'fail');
      const base = { appId: 'default', userId: user.id, createdAt: 1 };
      const [lasting, passing, other] = [uniqueId('h'), uniqueId('h'), uniqueId('h')];
      await tokens.put({ ...base, hash: lasting, expiresAt: null }, KEPT);
      await tokens.put({ ...base, hash: passing, expiresAt: 100 }, KEPT);
      await tokens.put({ ...base, hash: other, expiresAt: null }, KEPT);
      expect(await tokens.find(lasting, 1_000, 0)).toEqual(user);
      expect(await tokens.find(passing, 99, 0)).toEqual(user);
      expect(await tokens.find(passing, 100, 0)).toBeNull();
      expect(await tokens.find('none', 1, 0)).toBeNull();
      const owner = { appId: 'default', userId: user.id };
      expect(await tokens.remove(lasting)).toEqual(owner);
      expect(await tokens.remove(lasting)).toBeNull();
      expect(await tokens.find(lasting, 1, 0)).toBeNull();
      expect(await tokens.removeAllOf('default', user.id)).toBe(2);
      expect(await tokens.find(other, 1, 0)).toBeNull();
    });

    it('end when they are unused, or when they are too many: the longest unused first', async () => {
      const { users, tokens } = stores();
      const user = await users.create(newUser(), 'fail');
      const base = { appId: 'default', userId: user.id, expiresAt: null };
      const [first, second, third] = [uniqueId('h'), uniqueId('h'), uniqueId('h')];
      const two = { unusedSince: 0, countMax: 2 };
      expect(await tokens.put({ ...base, hash: first, createdAt: 1 }, two)).toEqual([]);
      expect(await tokens.put({ ...base, hash: second, createdAt: 2 }, two)).toEqual([]);
      await tokens.recordUses([{ hash: first, at: 5 }]);
      await tokens.recordUses([{ hash: first, at: 4 }]);
      expect(await tokens.put({ ...base, hash: third, createdAt: 3 }, two)).toEqual([second]);
      expect(await tokens.find(first, 9, 4)).toEqual(user);
      expect(await tokens.find(first, 9, 5)).toBeNull();
      expect(await tokens.find(third, 9, 0)).toEqual(user);
    });
  });
}

/** For stories in which no token is one too many. */
const KEPT = { unusedSince: 0, countMax: 100 };

async function givenUsers(users: UserStore, appId: string, drafts: readonly Partial<NewUser>[]) {
  for (const draft of drafts) await users.create(newUser({ appId, ...draft }), 'fail');
}
