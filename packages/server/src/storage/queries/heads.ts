import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

/** A room's counters: read before, and written after, whatever takes a seq or a change number. */
export function headQueries(db: Kysely<Schema>) {
  const heads = db
    .selectFrom('rooms')
    .innerJoin('room_heads', 'room_heads.room_key', 'rooms.room_key')
    .select([
      'rooms.id',
      'rooms.room_key',
      'room_heads.last_seq',
      'room_heads.change_seq',
      'room_heads.purged_seq',
      'room_heads.purge_change_seq',
      'room_heads.deleted_count',
      'room_heads.member_count',
      'room_heads.last_message_at',
      'room_heads.trimmed_change_seq',
    ]);
  return {
    head: statement<{ roomId: string }>()((slot) => heads.where('rooms.id', '=', slot('roomId'))),
    headByKey: statement<{ roomKey: number }>()((slot) =>
      heads.where('rooms.room_key', '=', slot('roomKey')),
    ),
    insertHead: statement<{ roomKey: number; memberCount: number }>()((slot) =>
      db
        .insertInto('room_heads')
        .columns(['room_key', 'member_count', 'app_id', 'room_id', 'is_listed', 'active_at'])
        .expression(
          db
            .selectFrom('rooms')
            .where('rooms.room_key', '=', slot('roomKey'))
            .select([
              'rooms.room_key',
              sql<number>`${slot('memberCount')}`.as('member_count'),
              'rooms.app_id',
              'rooms.id',
              sql<number>`rooms.kind = 'public' and (rooms.bridged = 1 or rooms.app_id = 'default')`.as(
                'is_listed',
              ),
              'rooms.created_at',
            ]),
        ),
    ),
    /** After new messages. */
    advanceHead: statement<{
      roomKey: number;
      lastSeq: number;
      changeSeq: number;
      lastMessageAt: number;
    }>()((slot) =>
      db
        .updateTable('room_heads')
        .set({
          last_seq: slot('lastSeq'),
          change_seq: slot('changeSeq'),
          last_message_at: slot('lastMessageAt'),
          active_at: slot('lastMessageAt'),
        })
        .where('room_key', '=', slot('roomKey')),
    ),
    /** After a revision. */
    changeHead: statement<{ roomKey: number; changeSeq: number; deleted: number }>()((slot) =>
      db
        .updateTable('room_heads')
        .set((eb) => ({
          change_seq: slot('changeSeq'),
          deleted_count: eb('deleted_count', '+', slot('deleted')),
        }))
        .where('room_key', '=', slot('roomKey')),
    ),
    purgeHead: statement<{ roomKey: number; purgedSeq: number; changeSeq: number; at: number }>()(
      (slot) =>
        db
          .updateTable('room_heads')
          .set({
            purged_seq: slot('purgedSeq'),
            change_seq: slot('changeSeq'),
            purge_change_seq: slot('changeSeq'),
            purged_at: slot('at'),
            deleted_count: 0,
          })
          .where('room_key', '=', slot('roomKey')),
    ),
    countMembers: statement<{ roomKey: number; added: number }>()((slot) =>
      db
        .updateTable('room_heads')
        .set((eb) => ({ member_count: eb('member_count', '+', slot('added')) }))
        .where('room_key', '=', slot('roomKey'))
        .returning('member_count'),
    ),
  };
}
