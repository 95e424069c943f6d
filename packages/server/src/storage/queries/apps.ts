import type { App } from '@koine/contract';
import { type Kysely, sql } from 'kysely';
import type { ApiKey } from '../../core/ports/stores.ts';
import { holdsAt, slots } from '../columns.ts';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

export function appQueries(db: Kysely<Schema>) {
  return {
    app: statement<{ id: string }>()((slot) =>
      db.selectFrom('apps').selectAll().where('id', '=', slot('id')),
    ),
    /** Returns nothing when the id exists. */
    insertApp: statement<App & { tokenSecret: string }>()((slot) =>
      db
        .insertInto('apps')
        .values(slots(slot, ['id', 'name', 'createdAt', 'tokenSecret']))
        .onConflict((conflict) => conflict.doNothing())
        .returningAll(),
    ),
    renameApp: statement<{ id: string; name: string }>()((slot) =>
      db
        .updateTable('apps')
        .set({ name: slot('name') })
        .where('id', '=', slot('id'))
        .returningAll(),
    ),
    replaceTokenSecret: statement<{ id: string; tokenSecret: string }>()((slot) =>
      db
        .updateTable('apps')
        .set((eb) => ({
          token_secret: slot('tokenSecret'),
          secret_generation: eb('secret_generation', '+', sql.lit(1)),
        }))
        .where('id', '=', slot('id'))
        .returningAll(),
    ),
    apiKey: statement<{ hash: string }>()((slot) =>
      db.selectFrom('api_keys').selectAll().where('hash', '=', slot('hash')),
    ),
    putApiKey: statement<ApiKey>()((slot) =>
      db
        .insertInto('api_keys')
        .values(slots(slot, ['hash', 'appId', 'createdAt', 'expiresAt', 'prefix']))
        .onConflict((conflict) =>
          conflict.column('hash').doUpdateSet({ expires_at: slot('expiresAt') }),
        ),
    ),
    expireOtherApiKeys: statement<{ appId: string; hash: string; at: number }>()((slot) =>
      db
        .updateTable('api_keys')
        .set({ expires_at: slot('at') })
        .where('app_id', '=', slot('appId'))
        .where('hash', '<>', slot('hash'))
        .where(holdsAt('expires_at', slot('at'))),
    ),
    appByKey: statement<{ hash: string; now: number }>()((slot) =>
      db
        .selectFrom('api_keys')
        .innerJoin('apps', 'apps.id', 'api_keys.app_id')
        .selectAll('apps')
        .select('api_keys.expires_at')
        .where('api_keys.hash', '=', slot('hash'))
        .where(holdsAt('api_keys.expires_at', slot('now'))),
    ),
  };
}
