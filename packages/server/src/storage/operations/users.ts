import { userKey } from '@koine/contract';
import type {
  NamedBy,
  NewToken,
  PasswordChange,
  RemovedUser,
  UserPatch,
} from '../../core/ports/user-stores.ts';
import type { Stored } from '../columns.ts';
import { reactorOf } from '../message-fields.ts';
import { ask, type Operation, OperationError } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { NewUserArgs } from '../queries/users.ts';
import type { RoomRow, UserRow } from '../rows.ts';
import { assertLikeNoUsername, replaceNameKeys } from './name-keys.ts';

export function userOperations(q: Queries) {
  return {
    *createUser(input: {
      readonly user: NewUserArgs;
      readonly ifExists: 'keep' | 'fail';
      readonly namedBy: NamedBy;
    }): Operation<UserRow> {
      const { user, namedBy } = input;
      const [present] = yield* ask(q.userById, user);
      if (present !== undefined) {
        if (input.ifExists === 'keep') return present;
        throw new OperationError('conflict', { field: 'id' });
      }
      if (namedBy === 'self' && user.username !== null)
        yield* assertLikeNoUsername(q, user, user.username, 'username');
      const [row] = yield* ask(q.insertUser, user);
      if (row === undefined) throw new OperationError('usernameTaken', { field: 'username' });
      yield* replaceNameKeys(q, user);
      return row;
    },

    *updateUser(input: {
      readonly appId: string;
      readonly id: string;
      /** A field that is absent stays. */
      readonly change: Partial<Stored<UserPatch>>;
      readonly at: number;
      readonly namedBy: NamedBy;
    }): Operation<UserRow> {
      const [present] = yield* ask(q.userById, input);
      if (present === undefined) throw new OperationError('userNotFound');
      const { avatarUrl, displayName = present.display_name } = input.change;
      if (input.namedBy === 'self' && displayName !== present.display_name)
        yield* assertLikeNoUsername(q, input, displayName, 'display_name');
      const [row] = yield* ask(q.updateUser, {
        userKey: present.user_key,
        displayName,
        avatarUrl: avatarUrl === undefined ? present.avatar_url : avatarUrl,
        searchText: searchTextOf(present.username, displayName),
        roles: input.change.roles ?? present.roles,
        meta: input.change.meta ?? present.meta,
        at: input.at,
      });
      if (row === undefined) throw new OperationError('userNotFound');
      if (displayName !== present.display_name) {
        const { app_id: appId, id, username } = present;
        yield* replaceNameKeys(q, { appId, id, username, displayName });
      }
      return row;
    },

    /**
     * `null`: no such account, or its password is not `ifHash` (`null`: whatever it is). Otherwise how many tokens there
     * were beside the kept one: they end too.
     */
    *setPassword(
      input: PasswordChange & { readonly appId: string; readonly id: string },
    ): Operation<number | null> {
      const { appId, id: userId, ifHash, keptToken } = input;
      const [present] = yield* ask(q.userById, input);
      if (present === undefined || (ifHash !== null && present.password_hash !== ifHash))
        return null;
      if ((yield* ask(q.setPassword, input)).length === 0) return null;
      if (keptToken !== null)
        return (yield* ask(q.deleteOtherTokensOf, { appId, userId, hash: keptToken })).length;
      return yield* endTokensOf({ appId, userId });
    },

    /**
     * All that was the user's ends in this one step, so that a later user of the same id finds none of it: tokens,
     * memberships, ownership, their half of conversations, notifications, authorship. `null`: there was nothing.
     */
    *removeUser(input: {
      readonly appId: string;
      readonly id: string;
      readonly at: number;
    }): Operation<RemovedUserRows | null> {
      const { appId, id: userId, at } = input;
      const wasThere = (yield* ask(q.deleteUser, input)).length > 0;
      yield* ask(q.deleteNameKeysOf, { appId, userId });
      const memberships: RemovedUser['memberships'][number][] = [];
      // In other apps' rooms members are stored under their key.
      const key = userKey(appId, userId);
      const own = yield* ask(q.membershipsOf, { appId, userId });
      const elsewhere = yield* ask(q.visitsOf, { key });
      for (const { room_key: roomKey, id: roomId, user_id } of [...own, ...elsewhere]) {
        yield* ask(q.deleteMember, { roomKey, userId: user_id });
        const [head] = yield* ask(q.countMembers, { roomKey, added: -1 });
        memberships.push({ roomId, memberCount: head?.member_count ?? 0 });
      }
      const changed = [
        ...(yield* ask(q.clearOwner, { appId, userId })),
        ...(yield* ask(q.clearPairFirst, { appId, userId })),
        ...(yield* ask(q.clearPairSecond, { appId, userId })),
      ];
      const rooms: RoomRow[] = [];
      for (const { id } of changed) rooms.push(...(yield* ask(q.roomById, { id })));
      yield* ask(q.deleteNotificationsOf, { appId, userId });
      if (!wasThere && memberships.length + rooms.length === 0) return null;
      yield* endTokensOf({ appId, userId });
      const [ended] = yield* ask(q.endAuthorship, { appId, userId, at });
      yield* ask(q.endReactions, { reactor: reactorOf(key, (ended?.deletions ?? 1) - 1) });
      return { memberships, rooms };
    },

    /** Ends unused ones, and of this user's those beyond `countMax`, longest unused first: returns these. */
    *putToken(
      input: NewToken & { readonly unusedSince: number; readonly countMax: number },
    ): Operation<readonly string[]> {
      yield* ask(q.dropUnusedTokens, input);
      yield* ask(q.putToken, input);
      const others = (yield* ask(q.tokensOf, input)).filter(({ hash }) => hash !== input.hash);
      const ended = [...others]
        .sort((a, b) => b.last_used_at - a.last_used_at)
        .slice(input.countMax - 1)
        .map(({ hash }) => hash);
      for (const hash of ended) yield* ask(q.deleteToken, { hash });
      return ended;
    },

    *recordTokenUses(input: {
      readonly uses: readonly { readonly hash: string; readonly at: number }[];
    }): Operation<void> {
      for (const use of input.uses) yield* ask(q.recordTokenUse, use);
    },

    *removeTokensOf(by: { readonly appId: string; readonly userId: string }): Operation<number> {
      return yield* endTokensOf(by);
    },
  };

  /** Those that are stored are gone, those that are not are of an old generation. */
  function* endTokensOf(by: {
    readonly appId: string;
    readonly userId: string;
  }): Operation<number> {
    yield* ask(q.raiseGeneration, by);
    return (yield* ask(q.deleteTokensOf, by)).length;
  }
}

interface RemovedUserRows extends Omit<RemovedUser, 'rooms'> {
  readonly rooms: readonly RoomRow[];
}

/** What `nameContains` searches: case folded once here, so that no database's idea of case matters. */
export function searchTextOf(username: string | null, displayName: string): string {
  return `${username ?? ''}\n${displayName}`.toLowerCase();
}
