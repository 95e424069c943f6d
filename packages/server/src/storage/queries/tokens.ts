import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

export function tokenQueries(db: Kysely<Schema>) {
  return {
    putToken: statement<{
      hash: string;
      appId: string;
      userId: string;
      createdAt: number;
      expiresAt: number | null;
    }>()((slot) =>
      db
        .insertInto('tokens')
        .values({
          hash: slot('hash'),
          app_id: slot('appId'),
          user_id: slot('userId'),
          created_at: slot('createdAt'),
          expires_at: slot('expiresAt'),
        })
        .onConflict((conflict) =>
          conflict.column('hash').doUpdateSet({
            app_id: slot('appId'),
            user_id: slot('userId'),
            created_at: slot('createdAt'),
            expires_at: slot('expiresAt'),
          }),
        ),
    ),
    dropExpiredTokens: statement<{ now: number }>()((slot) =>
      db.deleteFrom('tokens').where('expires_at', '<=', slot('now')),
    ),
    userByToken: statement<{ hash: string; now: number }>()((slot) =>
      db
        .selectFrom('tokens')
        .innerJoin('users', (join) =>
          join.onRef('users.app_id', '=', 'tokens.app_id').onRef('users.id', '=', 'tokens.user_id'),
        )
        .selectAll('users')
        .where('tokens.hash', '=', slot('hash'))
        .where((eb) =>
          eb.or([eb('tokens.expires_at', 'is', null), eb('tokens.expires_at', '>', slot('now'))]),
        ),
    ),
    deleteToken: statement<{ hash: string }>()((slot) =>
      db.deleteFrom('tokens').where('hash', '=', slot('hash')).returning('hash'),
    ),
    deleteTokensOf: statement<{ appId: string; userId: string }>()((slot) =>
      db
        .deleteFrom('tokens')
        .where('app_id', '=', slot('appId'))
        .where('user_id', '=', slot('userId'))
        .returning('hash'),
    ),
  };
}
