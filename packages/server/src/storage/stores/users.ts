import type { TokenStore, UserStore } from '../../core/ports/stores.ts';
import { storedOf } from '../columns.ts';
import { searchTextOf } from '../operations/users.ts';
import type { ListQueries } from '../queries/lists.ts';
import { roomOf, userOf } from '../rows.ts';
import { type Engine, escapeLike, pageShapeOf, readList } from './engine.ts';

export function createUserStore(engine: Engine, lists: ListQueries): UserStore {
  return {
    create(user, ifExists, namedBy = 'others') {
      const input = {
        user: {
          ...storedOf(user),
          usernameFolded: user.username?.toLowerCase() ?? null,
          searchText: searchTextOf(user.username, user.displayName),
        },
        ifExists,
        namedBy,
      };
      return engine.write('createUser', input, userOf);
    },

    update: (appId, userId, patch, at, namedBy = 'others') =>
      engine.write(
        'updateUser',
        { appId, id: userId, change: storedOf(patch), at, namedBy },
        userOf,
      ),

    setPassword: (appId, userId, change) =>
      engine.write('setPassword', { appId, id: userId, ...change }, (ended) => ended),

    remove: (appId, userId, at) =>
      engine.write('removeUser', { appId, id: userId, at }, (removed) =>
        removed === null
          ? null
          : { memberships: removed.memberships, rooms: removed.rooms.map(roomOf) },
      ),

    async generation(appId, userId) {
      return (await engine.read('generationOf', { appId, userId }))[0]?.generation ?? 0;
    },

    async find(appId, by) {
      const [row] =
        'id' in by
          ? await engine.read('userById', { appId, id: by.id })
          : await engine.read('userByUsername', {
              appId,
              usernameFolded: by.username.toLowerCase(),
            });
      return row === undefined ? null : { ...userOf(row), passwordHash: row.password_hash };
    },

    idsByNameKeys: (appId, keys, of) =>
      engine.read('idsByNameKeys', { appId, keys, isOfUsername: Number(of === 'username') }),

    list(appId, query) {
      const { hasRoles, nameContains } = query;
      const pattern = nameContains === null ? null : `%${escapeLike(nameContains.toLowerCase())}%`;
      const filters = { appId, pattern, hasRoles };
      const statements = lists.users(pageShapeOf(query), filters);
      return readList(engine, statements, query, filters, userOf);
    },
  };
}

export function createTokenStore(engine: Engine): TokenStore {
  return {
    put: (token, limits) => engine.write('putToken', { ...token, ...limits }, (ended) => ended),

    async find(hash, now, unusedSince) {
      const [row] = await engine.read('userByToken', { hash, now, unusedSince });
      return row === undefined ? null : userOf(row);
    },

    recordUses: (uses) => engine.write('recordTokenUses', { uses }, () => undefined),

    remove: (hash) =>
      engine.write('deleteToken', { hash }, ([row]) =>
        row === undefined ? null : { appId: row.app_id, userId: row.user_id },
      ),

    removeAllOf: (appId, userId) =>
      engine.write('removeTokensOf', { appId, userId }, (count) => count),
  };
}
