import { ask, type Operation, Refusal } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { NewUserArgs } from '../queries/users.ts';
import type { UserRow } from '../rows.ts';
import { replaceNameKeys } from './name-keys.ts';

/** What a patch changes; a field that is absent stays. */
export interface UserChange {
  readonly displayName?: string;
  readonly avatarUrl?: string | null;
  readonly roles?: string;
  readonly meta?: string;
}

export function userOperations(q: Queries) {
  return {
    *createUser(input: {
      readonly user: NewUserArgs;
      readonly ifExists: 'keep' | 'fail';
    }): Operation<UserRow> {
      const { user } = input;
      const [present] = yield* ask(q.userById, user);
      if (present !== undefined) {
        if (input.ifExists === 'keep') return present;
        throw new Refusal('conflict', { field: 'id' });
      }
      const [row] = yield* ask(q.insertUser, user);
      if (row === undefined) throw new Refusal('usernameTaken', { field: 'username' });
      yield* replaceNameKeys(q, user);
      return row;
    },

    *updateUser(input: {
      readonly appId: string;
      readonly id: string;
      readonly change: UserChange;
      readonly at: number;
    }): Operation<UserRow> {
      const [present] = yield* ask(q.userById, input);
      if (present === undefined) throw new Refusal('userNotFound');
      const { avatarUrl, displayName = present.display_name } = input.change;
      const [row] = yield* ask(q.updateUser, {
        userKey: present.user_key,
        displayName,
        avatarUrl: avatarUrl === undefined ? present.avatar_url : avatarUrl,
        searchText: searchTextOf(present.username, displayName),
        roles: input.change.roles ?? present.roles,
        meta: input.change.meta ?? present.meta,
        at: input.at,
      });
      if (row === undefined) throw new Refusal('userNotFound');
      if (displayName !== present.display_name) {
        const { app_id: appId, id, username } = present;
        yield* replaceNameKeys(q, { appId, id, username, displayName });
      }
      return row;
    },

    /** `null`: no such account. Otherwise how many tokens there were: they end too. */
    *setPassword(input: {
      readonly appId: string;
      readonly id: string;
      readonly passwordHash: string;
      readonly at: number;
    }): Operation<number | null> {
      if ((yield* ask(q.setPassword, input)).length === 0) return null;
      return (yield* ask(q.deleteTokensOf, { appId: input.appId, userId: input.id })).length;
    },

    /** The user's tokens end too: they must not open a later user of the same id. */
    *removeUser(input: { readonly appId: string; readonly id: string }): Operation<boolean> {
      yield* ask(q.deleteTokensOf, { appId: input.appId, userId: input.id });
      yield* ask(q.deleteNameKeysOf, { appId: input.appId, userId: input.id });
      return (yield* ask(q.deleteUser, input)).length > 0;
    },

    *findUser(
      by: { readonly appId: string } & ({ readonly id: string } | { readonly username: string }),
    ): Operation<UserRow | null> {
      if ('id' in by) return (yield* ask(q.userById, by))[0] ?? null;
      const usernameFolded = by.username.toLowerCase();
      return (yield* ask(q.userByUsername, { appId: by.appId, usernameFolded }))[0] ?? null;
    },

    *putToken(input: {
      readonly hash: string;
      readonly appId: string;
      readonly userId: string;
      readonly createdAt: number;
      readonly expiresAt: number | null;
    }): Operation<void> {
      yield* ask(q.dropExpiredTokens, { now: input.createdAt });
      yield* ask(q.putToken, input);
    },

    *findUserByToken(by: {
      readonly hash: string;
      readonly now: number;
    }): Operation<UserRow | null> {
      return (yield* ask(q.userByToken, by))[0] ?? null;
    },

    *removeToken(by: { readonly hash: string }): Operation<boolean> {
      return (yield* ask(q.deleteToken, by)).length > 0;
    },

    *removeTokensOf(by: { readonly appId: string; readonly userId: string }): Operation<number> {
      return (yield* ask(q.deleteTokensOf, by)).length;
    },
  };
}

/** What `nameContains` searches: case folded once here, so that no database's idea of case matters. */
export function searchTextOf(username: string | null, displayName: string): string {
  return `${username ?? ''}\n${displayName}`.toLowerCase();
}
