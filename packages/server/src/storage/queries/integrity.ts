import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';
import { keepingRows, statement } from '../statement.ts';

/**
 * Each reads whole tables and returns the rows that should not be: those that break the rules of a room's numbers, and those
 * that the schema itself cannot prevent.
 */
export function integrityQueries(db: Kysely<Schema>) {
  const live = db
    .selectFrom('room_heads')
    .innerJoin('rooms', 'rooms.room_key', 'room_heads.room_key')
    .leftJoin('messages', (join) =>
      join
        .onRef('messages.room_key', '=', 'room_heads.room_key')
        .onRef('messages.seq', '>', 'room_heads.purged_seq'),
    );
  return {
    /** SQLite's own check of the file: a single `ok`, or what is wrong. */
    pageErrors: keepingRows(
      statement<object>()(() =>
        db
          .selectFrom(sql<{ problem: string }>`pragma_integrity_check`.as('pages'))
          .select(sql<string>`pages.integrity_check`.as('problem')),
      ),
    ),
    /** One row a room: its counters beside the counts of its messages. */
    roomSums: statement<object>()(() =>
      live
        .groupBy('room_heads.room_key')
        .select((eb) => [
          'rooms.id',
          'room_heads.last_seq',
          'room_heads.change_seq',
          'room_heads.purged_seq',
          'room_heads.purge_change_seq',
          'room_heads.removed_seq',
          'room_heads.deleted_count',
          'room_heads.member_count',
          eb.fn.count<number>('messages.number').as('messages'),
          eb.fn.min<number | null>('messages.seq').as('first_seq'),
          eb.fn.max<number | null>('messages.seq').as('newest_seq'),
          eb.fn.max<number | null>('messages.change_seq').as('newest_change_seq'),
          sql<number>`count(distinct messages.change_seq)`.as('change_seqs'),
          sql<number>`count(messages.deleted_at)`.as('tombstones'),
          eb
            .selectFrom('members')
            .whereRef('members.room_key', '=', 'room_heads.room_key')
            .select(eb.fn.countAll<number>().as('count'))
            .as('members'),
        ]),
    ),
    /** Messages whose creation did not take a higher change number, and a higher number, than the one before. */
    misorderedMessages: statement<object>()(() =>
      db
        .selectFrom('messages as later')
        .innerJoin('rooms', 'rooms.room_key', 'later.room_key')
        .innerJoin('messages as earlier', (join) =>
          join
            .onRef('earlier.room_key', '=', 'later.room_key')
            .on('earlier.seq', '=', sql<number>`later.seq - 1`),
        )
        .where((eb) =>
          eb.or([
            eb('earlier.created_change_seq', '>=', eb.ref('later.created_change_seq')),
            eb('earlier.number', '>=', eb.ref('later.number')),
            eb('later.change_seq', '<', eb.ref('later.created_change_seq')),
            eb('later.created_change_seq', '<', eb.ref('later.seq')),
          ]),
        )
        .select(['rooms.id', 'later.seq'])
        .limit(20),
    ),
    /** Messages of rooms that are neither there nor waiting to be removed. */
    strayMessages: statement<object>()(() =>
      db
        .selectFrom('messages')
        .leftJoin('rooms', 'rooms.room_key', 'messages.room_key')
        .leftJoin('removed_rooms', 'removed_rooms.room_key', 'messages.room_key')
        .where('rooms.room_key', 'is', null)
        .where('removed_rooms.room_key', 'is', null)
        .select('messages.number')
        .limit(20),
    ),
    headlessRooms: statement<object>()(() =>
      db
        .selectFrom('rooms')
        .leftJoin('room_heads', 'room_heads.room_key', 'rooms.room_key')
        .where('room_heads.room_key', 'is', null)
        .select('rooms.id')
        .limit(20),
    ),
  };
}
