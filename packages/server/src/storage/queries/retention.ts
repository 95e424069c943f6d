import { type Kysely, type SqlBool, sql } from 'kysely';
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
    /** Rooms for which the rule of an app, or the default, decides: those without a narrower one. */
    roomsUnderRule: statement<{
      scope: 'app' | 'default';
      id: string;
      after: number;
      limit: number;
    }>()((slot) =>
      db
        .selectFrom('rooms')
        .innerJoin('room_heads', 'room_heads.room_key', 'rooms.room_key')
        .leftJoin('retention as own', (join) =>
          join.on('own.scope', '=', 'room').onRef('own.id', '=', 'rooms.id'),
        )
        .leftJoin('retention as apps', (join) =>
          join.on('apps.scope', '=', 'app').onRef('apps.id', '=', 'rooms.app_id'),
        )
        .where('rooms.room_key', '>', slot('after'))
        .where('own.id', 'is', null)
        .where(
          sql<SqlBool>`case ${slot('scope')} when 'app' then rooms.app_id = ${slot('id')} else apps.id is null end`,
        )
        .orderBy('rooms.room_key')
        .limit(slot('limit'))
        .select(['rooms.room_key', 'room_heads.last_seq', 'room_heads.purged_seq']),
    ),
    firstKept: statement<{ roomKey: number; after: number; upTo: number; olderThan: number }>()(
      (slot) =>
        db
          .selectFrom('messages')
          .select('seq')
          .where('room_key', '=', slot('roomKey'))
          .where('seq', '>', slot('after'))
          .where('seq', '<=', slot('upTo'))
          .where('created_at', '>=', slot('olderThan'))
          .orderBy('seq')
          .limit(1),
    ),
    /** As a purge, but without a change number: no client is notified. */
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
