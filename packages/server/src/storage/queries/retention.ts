import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

/** What one step of retention reads and writes; its rules are in `operating.ts`. */
export function retentionQueries(db: Kysely<Schema>) {
  return {
    oldestMessages: statement<{ roomKey: number; after: number; limit: number }>()((slot) =>
      db
        .selectFrom('messages')
        .select(['seq', 'created_at', 'change_seq', 'deleted_at'])
        .where('room_key', '=', slot('roomKey'))
        .where('seq', '>', slot('after'))
        .orderBy('seq')
        .limit(slot('limit')),
    ),
    /** As a purge, but without a change: nobody is told. */
    trimHead: statement<{
      roomKey: number;
      purgedSeq: number;
      trimmedChangeSeq: number;
      tombstones: number;
    }>()((slot) =>
      db
        .updateTable('room_heads')
        .set((eb) => ({
          purged_seq: slot('purgedSeq'),
          trimmed_change_seq: slot('trimmedChangeSeq'),
          deleted_count: eb('deleted_count', '-', slot('tombstones')),
        }))
        .where('room_key', '=', slot('roomKey')),
    ),
    forgetRetention: statement<{ roomId: string }>()((slot) =>
      db.deleteFrom('retention').where('scope', '=', 'room').where('id', '=', slot('roomId')),
    ),
  };
}
