import type { Kysely } from 'kysely';
import type { NewUser } from '../../core/ports/stores.ts';
import { equal, type Stored, slots } from '../columns.ts';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

export interface NewUserArgs extends Stored<NewUser> {
  readonly usernameFolded: string | null;
  readonly searchText: string;
}

const NEW_USER = [
  ...(['appId', 'id', 'kind', 'displayName', 'avatarUrl', 'username', 'usernameFolded'] as const),
  ...(['searchText', 'passwordHash', 'roles', 'meta', 'createdAt'] as const),
] as const;

export function userQueries(db: Kysely<Schema>) {
  const users = db.selectFrom('users').selectAll();
  return {
    userById: statement<{ appId: string; id: string }>()((slot) =>
      users.where('app_id', '=', slot('appId')).where('id', '=', slot('id')),
    ),
    userByUsername: statement<{ appId: string; usernameFolded: string }>()((slot) =>
      users.where(equal(slot, ['appId', 'usernameFolded'])),
    ),
    /** Returns nothing when the id or the username is taken. */
    insertUser: statement<NewUserArgs>()((slot) =>
      db
        .insertInto('users')
        .values({ ...slots(slot, NEW_USER), updated_at: slot('createdAt') })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll(),
    ),
    updateUser: statement<{
      userKey: number;
      displayName: string;
      avatarUrl: string | null;
      searchText: string;
      roles: string;
      meta: string;
      at: number;
    }>()((slot) =>
      db
        .updateTable('users')
        .set({
          ...slots(slot, ['displayName', 'avatarUrl', 'searchText', 'roles', 'meta']),
          updated_at: slot('at'),
        })
        .where('user_key', '=', slot('userKey'))
        .returningAll(),
    ),
    setPassword: statement<{ appId: string; id: string; passwordHash: string; at: number }>()(
      (slot) =>
        db
          .updateTable('users')
          .set({ password_hash: slot('passwordHash'), updated_at: slot('at') })
          .where(equal(slot, ['appId', 'id']))
          .where('username', 'is not', null)
          .returning('id'),
    ),
    deleteUser: statement<{ appId: string; id: string }>()((slot) =>
      db
        .deleteFrom('users')
        .where(equal(slot, ['appId', 'id']))
        .returning('id'),
    ),
  };
}
