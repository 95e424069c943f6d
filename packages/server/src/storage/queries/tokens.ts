import { type Kysely, sql } from 'kysely';
import type { NewToken } from '../../core/ports/user-stores.ts';
import { equal, holdsAt, slots } from '../columns.ts';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

export function tokenQueries(db: Kysely<Schema>) {
  return {
    putToken: statement<NewToken>()((slot) =>
      db.insertInto('tokens').values({
        ...slots(slot, ['hash', 'appId', 'userId', 'createdAt', 'expiresAt']),
        last_used_at: slot('createdAt'),
      }),
    ),
    dropUnusedTokens: statement<{ unusedSince: number }>()((slot) =>
      db.deleteFrom('tokens').where('last_used_at', '<=', slot('unusedSince')),
    ),
    tokensOf: statement<{ appId: string; userId: string }>()((slot) =>
      db
        .selectFrom('tokens')
        .select(['hash', 'last_used_at'])
        .where(equal(slot, ['appId', 'userId'])),
    ),
    userByToken: statement<{ hash: string; now: number; unusedSince: number }>()((slot) =>
      db
        .selectFrom('tokens')
        .innerJoin('users', (join) =>
          join.onRef('users.app_id', '=', 'tokens.app_id').onRef('users.id', '=', 'tokens.user_id'),
        )
        .selectAll('users')
        .where('tokens.hash', '=', slot('hash'))
        .where('tokens.last_used_at', '>', slot('unusedSince'))
        .where(holdsAt('tokens.expires_at', slot('now'))),
    ),
    recordTokenUse: statement<{ hash: string; at: number }>()((slot) =>
      db
        .updateTable('tokens')
        .set((eb) => ({ last_used_at: sql<number>`max(${eb.ref('last_used_at')}, ${slot('at')})` }))
        .where('hash', '=', slot('hash')),
    ),
    deleteToken: statement<{ hash: string }>()((slot) =>
      db.deleteFrom('tokens').where('hash', '=', slot('hash')).returning(['app_id', 'user_id']),
    ),
    deleteTokensOf: statement<{ appId: string; userId: string }>()((slot) =>
      db
        .deleteFrom('tokens')
        .where(equal(slot, ['appId', 'userId']))
        .returning('hash'),
    ),
    deleteOtherTokensOf: statement<{ appId: string; userId: string; hash: string }>()((slot) =>
      db
        .deleteFrom('tokens')
        .where(equal(slot, ['appId', 'userId']))
        .where('hash', '<>', slot('hash'))
        .returning('hash'),
    ),
    generationOf: statement<{ appId: string; userId: string }>()((slot) =>
      db
        .selectFrom('user_generations')
        .select('generation')
        .where(equal(slot, ['appId', 'userId'])),
    ),
    /** What is known of the users that were deleted under an id, and since when the present one exists. */
    formerUser: statement<{ appId: string; userId: string }>()((slot) =>
      db
        .selectFrom('user_generations as former')
        .leftJoin('users', (join) =>
          join.onRef('users.app_id', '=', 'former.app_id').onRef('users.id', '=', 'former.user_id'),
        )
        .select(['former.last_number', 'former.deletions', 'former.ended_at'])
        .select('users.created_at as present_since')
        .where('former.app_id', '=', slot('appId'))
        .where('former.user_id', '=', slot('userId')),
    ),
    /** What a user of this id has written up to now is a former one's. After `raiseGeneration`. */
    endAuthorship: statement<{ appId: string; userId: string; at: number }>()((slot) =>
      db
        .updateTable('user_generations')
        .set((eb) => ({
          last_number: sql<number>`coalesce((select max(number) from messages), 0)`,
          deletions: eb('deletions', '+', sql.lit(1)),
          ended_at: slot('at'),
        }))
        .where(equal(slot, ['appId', 'userId']))
        .returning('deletions'),
    ),
    raiseGeneration: statement<{ appId: string; userId: string }>()((slot) =>
      db
        .insertInto('user_generations')
        .values({ app_id: slot('appId'), user_id: slot('userId'), generation: sql.lit(1) })
        .onConflict((conflict) =>
          conflict.columns(['app_id', 'user_id']).doUpdateSet((eb) => ({
            generation: eb('user_generations.generation', '+', sql.lit(1)),
          })),
        ),
    ),
  };
}
