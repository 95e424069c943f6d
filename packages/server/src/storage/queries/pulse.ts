import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

/** One durable write and one read, for health checks. */
export function pulseQueries(db: Kysely<Schema>) {
  return {
    beat: statement<object>()(() =>
      db.updateTable('pulse').set((eb) => ({ beats: eb('beats', '+', 1) })),
    ),
    beats: statement<object>()(() => db.selectFrom('pulse').select('beats')),
  };
}
