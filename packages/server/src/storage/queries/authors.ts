import { type Kysely, sql } from 'kysely';
import type { AuthoredKey } from '../authored.ts';
import { equal, slots } from '../columns.ts';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

interface Author {
  readonly appId: string;
  readonly userId: string;
}

/** A page's cursor, exclusive. */
export interface AuthoredCursor {
  readonly createdAt: number;
  readonly roomKey: number;
  readonly seq: number;
}

interface InHour extends Author, AuthoredCursor {
  readonly hour: number;
  readonly since: number;
  readonly until: number;
  /** `null`: in all rooms. */
  readonly onlyRoomKey: number | null;
  readonly limit: number;
}

/** A user's messages that can be read: `authored` has the blocks, the room's own index the messages. */
export function authorQueries(db: Kysely<Schema>) {
  return {
    insertAuthored: statement<AuthoredKey>()((slot) =>
      db
        .insertInto('authored')
        .values(slots(slot, ['appId', 'userId', 'hour', 'roomKey', 'block']))
        .onConflict((conflict) => conflict.doNothing()),
    ),
    /** The newest hour of these in which the author wrote. */
    authoredHour: statement<Author & { from: number; upTo: number; onlyRoomKey: number | null }>()(
      (slot) =>
        db
          .selectFrom('authored')
          .select('hour')
          .where(equal(slot, ['appId', 'userId']))
          .where('hour', '>=', slot('from'))
          .where('hour', '<=', slot('upTo'))
          .where('room_key', '=', sql<number>`coalesce(${slot('onlyRoomKey')}, room_key)`)
          .orderBy('hour', 'desc')
          .limit(1),
    ),
    /** Newest first. The cursor stays valid, whatever has become of its message. */
    authoredInHour: statement<InHour>()((slot) =>
      db
        .selectFrom('authored')
        .innerJoin('room_heads', 'room_heads.room_key', 'authored.room_key')
        .innerJoin('rooms', 'rooms.room_key', 'authored.room_key')
        .innerJoin('messages', 'messages.room_key', 'authored.room_key')
        .where('authored.app_id', '=', slot('appId'))
        .where('authored.user_id', '=', slot('userId'))
        .where('authored.hour', '=', slot('hour'))
        .where(
          'authored.room_key',
          '=',
          sql<number>`coalesce(${slot('onlyRoomKey')}, authored.room_key)`,
        )
        .where('messages.seq', '>=', sql<number>`authored.block * 4096`)
        .where('messages.seq', '<', sql<number>`(authored.block + 1) * 4096`)
        .whereRef('messages.seq', '>', 'room_heads.purged_seq')
        .where('messages.sender_id', '=', slot('userId'))
        .where('messages.sender_app_id', '=', slot('appId'))
        .where(sql<number>`messages.created_at / 3600000`, '=', slot('hour'))
        .where('messages.created_at', '>=', slot('since'))
        .where('messages.created_at', '<=', slot('until'))
        .where('messages.deleted_at', 'is', null)
        .where(
          sql<boolean>`(messages.created_at, messages.room_key, messages.seq)
            < (${slot('createdAt')}, ${slot('roomKey')}, ${slot('seq')})`,
        )
        .select(['messages.number', 'messages.created_at', 'messages.room_key', 'messages.seq'])
        .select('rooms.id as room_id')
        .orderBy('messages.created_at', 'desc')
        .orderBy('messages.room_key', 'desc')
        .orderBy('messages.seq', 'desc')
        .limit(slot('limit')),
    ),
    /** Those of a room before a block. */
    removeAuthoredBefore: statement<{ roomKey: number; block: number }>()((slot) =>
      db
        .deleteFrom('authored')
        .where('room_key', '=', slot('roomKey'))
        .where('block', '<', slot('block')),
    ),
    /** Those of a room's oldest block. */
    removeAuthoredBlock: statement<{ roomKey: number }>()((slot) =>
      db
        .deleteFrom('authored')
        .where('room_key', '=', slot('roomKey'))
        .where('block', '=', (eb) =>
          eb
            .selectFrom('authored')
            .where('room_key', '=', slot('roomKey'))
            .select((min) => min.fn.min('block').as('block')),
        )
        .returning('block'),
    ),
  };
}
