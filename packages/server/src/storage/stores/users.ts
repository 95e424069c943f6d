import type { TokenStore, UserStore } from '../../core/ports/stores.ts';
import { searchTextOf } from '../operations/users.ts';
import type { ListQueries } from '../queries/lists.ts';
import { roomOf, userOf } from '../rows.ts';
import { type Engine, escapeLike, pageShapeOf, readList } from './engine.ts';

export function createUserStore(engine: Engine, lists: ListQueries): UserStore {
  return {
    create(user, ifExists, namedBy = 'others') {
      const input = {
        user: {
          appId: user.appId,
          id: user.id,
          kind: user.kind,
          displayName: user.displayName,
          avatarUrl: user.avatarUrl,
          username: user.username,
          usernameFolded: user.username?.toLowerCase() ?? null,
          searchText: searchTextOf(user.username, user.displayName),
          passwordHash: user.passwordHash,
          roles: JSON.stringify(user.roles),
          meta: JSON.stringify(user.meta),
          createdAt: user.createdAt,
        },
        ifExists,
        namedBy,
      };
      return engine.write('createUser', input, userOf);
    },

    update(appId, userId, patch, at, namedBy = 'others') {
      const { displayName, avatarUrl, roles, meta } = patch;
      const change = {
        ...(displayName !== undefined && { displayName }),
        ...(avatarUrl !== undefined && { avatarUrl }),
        ...(roles !== undefined && { roles: JSON.stringify(roles) }),
        ...(meta !== undefined && { meta: JSON.stringify(meta) }),
      };
      return engine.write('updateUser', { appId, id: userId, change, at, namedBy }, userOf);
    },

    setPassword: (appId, userId, { passwordHash, ifHash, keptToken, at }) =>
      engine.write(
        'setPassword',
        { appId, id: userId, passwordHash, ifHash, keptToken, at },
        (ended) => ended,
      ),

    remove: (appId, userId) =>
      engine.write('removeUser', { appId, id: userId }, (removed) =>
        removed === null
          ? null
          : { memberships: removed.memberships, rooms: removed.rooms.map(roomOf) },
      ),

    generation: (appId, userId) => engine.read('userGeneration', { appId, userId }),

    lastFormerNumber: (appId, userId) => engine.read('lastFormerNumber', { appId, userId }),

    async find(appId, by) {
      const row = await engine.read('findUser', { appId, ...by });
      return row === null ? null : { ...userOf(row), passwordHash: row.password_hash };
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
    put: ({ hash, appId, userId, createdAt, expiresAt }, { unusedSince, countMax }) =>
      engine.write(
        'putToken',
        { hash, appId, userId, createdAt, expiresAt, unusedSince, countMax },
        (ended) => ended,
      ),

    async find(hash, now, unusedSince) {
      const row = await engine.read('findUserByToken', { hash, now, unusedSince });
      return row === null ? null : userOf(row);
    },

    recordUses: (uses) => engine.write('noteTokenUses', { uses }, () => undefined),

    remove: (hash) =>
      engine.write('removeToken', { hash }, (row) =>
        row === null ? null : { appId: row.app_id, userId: row.user_id },
      ),

    removeAllOf: (appId, userId) =>
      engine.write('removeTokensOf', { appId, userId }, (count) => count),
  };
}
