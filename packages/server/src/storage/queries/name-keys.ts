import type { Kysely } from 'kysely';
import { equal, slots } from '../columns.ts';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

interface NameKeyArgs {
  readonly appId: string;
  readonly key: string;
  readonly userId: string;
  /** 0 or 1. */
  readonly isOfUsername: number;
}

/** The keys of what account names look like: `nameKeys` of core. */
export function nameKeyQueries(db: Kysely<Schema>) {
  return {
    putNameKey: statement<NameKeyArgs>()((slot) =>
      db
        .insertInto('name_keys')
        .values(slots(slot, ['appId', 'key', 'userId', 'isOfUsername']))
        .onConflict((conflict) => conflict.doNothing()),
    ),
    deleteNameKeysOf: statement<Pick<NameKeyArgs, 'appId' | 'userId'>>()((slot) =>
      db.deleteFrom('name_keys').where(equal(slot, ['appId', 'userId'])),
    ),
    idsByNameKey: statement<Omit<NameKeyArgs, 'userId'> & { readonly limit: number }>()((slot) =>
      db
        .selectFrom('name_keys')
        .select('user_id')
        .where(equal(slot, ['appId', 'key']))
        // At the least: usernames' only, or all.
        .where('is_of_username', '>=', slot('isOfUsername'))
        .orderBy('user_id')
        .limit(slot('limit')),
    ),
  };
}
