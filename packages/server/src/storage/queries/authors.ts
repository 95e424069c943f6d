import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Schema } from '../schema.ts';
import { type Slots, statement } from '../statement.ts';

export interface AuthoredArgs {
  readonly appId: string;
  readonly userId: string;
  /** `null`: in all rooms. */
  readonly roomId: string | null;
  readonly since: number;
  readonly until: number;
}

/** Where a page begins, exclusive. */
export interface AuthoredPlace {
  readonly createdAt: number;
  readonly roomKey: number;
  readonly seq: number;
}

/** What one user wrote and can be read, through the index by sender. */
export function authorQueries(db: Kysely<Schema>) {
  const written = <Args extends AuthoredArgs>(slot: Slots<Args>) =>
    db
      .selectFrom('messages')
      .innerJoin('room_heads', 'room_heads.room_key', 'messages.room_key')
      .innerJoin('rooms', 'rooms.room_key', 'messages.room_key')
      .where('messages.sender_app_id', '=', sql<string>`${slot('appId')}`)
      .where('messages.sender_id', '=', sql<string>`${slot('userId')}`)
      .where('messages.created_at', '>=', sql<number>`${slot('since')}`)
      .where('messages.created_at', '<=', sql<number>`${slot('until')}`)
      .where('messages.deleted_at', 'is', null)
      .whereRef('messages.seq', '>', 'room_heads.purged_seq')
      .where(sql<SqlBool>`(${slot('roomId')} is null or rooms.id = ${slot('roomId')})`);
  return {
    /** In the index's own order; the cursor's three numbers name a place in it, whatever has become of its message. */
    messagesBy: statement<AuthoredArgs & AuthoredPlace & { limit: number }>()((slot) =>
      written(slot)
        .where('messages.created_at', '<=', slot('createdAt'))
        .where(
          sql<SqlBool>`(messages.created_at, messages.room_key, messages.seq)
            < (${slot('createdAt')}, ${slot('roomKey')}, ${slot('seq')})`,
        )
        .select(['messages.id', 'messages.number', 'rooms.id as room_id'])
        .orderBy('messages.created_at', 'desc')
        .orderBy('messages.room_key', 'desc')
        .orderBy('messages.seq', 'desc')
        .limit(slot('limit')),
    ),
    roomsOfAuthor: statement<AuthoredArgs & { countMax: number }>()((slot) =>
      db
        .selectFrom(
          written(slot)
            .select(['rooms.id', 'messages.created_at'])
            .orderBy('messages.created_at', 'desc')
            .limit(slot('countMax'))
            .as('written'),
        )
        .select((eb) => [
          'written.id',
          eb.fn.countAll<number>().as('messages'),
          eb.fn.max('written.created_at').as('last_at'),
        ])
        .groupBy('written.id')
        .orderBy('messages', 'desc'),
    ),
  };
}
