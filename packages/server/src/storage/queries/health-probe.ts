import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

/** One durable write and one read, for health checks. */
export function healthProbeQueries(db: Kysely<Schema>) {
  return {
    writeHealthProbe: statement<object>()(() =>
      db.updateTable('pulse').set((eb) => ({ beats: eb('beats', '+', 1) })),
    ),
    readHealthProbe: statement<object>()(() => db.selectFrom('pulse').select('beats')),
  };
}
