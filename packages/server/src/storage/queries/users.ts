import type { UserKind } from '@koine/contract';
import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

export interface NewUserArgs {
  readonly appId: string;
  readonly id: string;
  readonly kind: UserKind;
  readonly displayName: string;
  readonly avatarUrl: string | null;
  readonly username: string | null;
  readonly usernameFolded: string | null;
  readonly searchText: string;
  readonly passwordHash: string | null;
  readonly roles: string;
  readonly meta: string;
  readonly createdAt: number;
}

export function userQueries(db: Kysely<Schema>) {
  const users = db.selectFrom('users').selectAll();
  return {
    userById: statement<{ appId: string; id: string }>()((slot) =>
      users.where('app_id', '=', slot('appId')).where('id', '=', slot('id')),
    ),
    userByUsername: statement<{ appId: string; usernameFolded: string }>()((slot) =>
      users
        .where('app_id', '=', slot('appId'))
        .where('username_folded', '=', slot('usernameFolded')),
    ),
    /** Returns nothing when the id or the username is taken. */
    insertUser: statement<NewUserArgs>()((slot) =>
      db
        .insertInto('users')
        .values({
          app_id: slot('appId'),
          id: slot('id'),
          kind: slot('kind'),
          display_name: slot('displayName'),
          avatar_url: slot('avatarUrl'),
          username: slot('username'),
          username_folded: slot('usernameFolded'),
          search_text: slot('searchText'),
          password_hash: slot('passwordHash'),
          roles: slot('roles'),
          meta: slot('meta'),
          created_at: slot('createdAt'),
          updated_at: slot('createdAt'),
        })
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
          display_name: slot('displayName'),
          avatar_url: slot('avatarUrl'),
          search_text: slot('searchText'),
          roles: slot('roles'),
          meta: slot('meta'),
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
          .where('app_id', '=', slot('appId'))
          .where('id', '=', slot('id'))
          .where('username', 'is not', null)
          .returning('id'),
    ),
    deleteUser: statement<{ appId: string; id: string }>()((slot) =>
      db
        .deleteFrom('users')
        .where('app_id', '=', slot('appId'))
        .where('id', '=', slot('id'))
        .returning('id'),
    ),
  };
}
