import type { Kysely } from 'kysely';
import { ERASED } from '../message-fields.ts';
import type { Schema } from '../schema.ts';
import { type Slots, statement } from '../statement.ts';

interface Range {
  readonly roomKey: number;
  /** Exclusive. */
  readonly after: number;
  /** Inclusive. */
  readonly upTo: number;
}

/** The numbers of a removed room's next messages to go. */
export function nextMessages(
  db: Kysely<Schema>,
  slot: Slots<{ readonly roomKey: number; readonly limit: number }>,
) {
  return db
    .selectFrom('messages')
    .select('messages.number')
    .where('messages.room_key', '=', slot('roomKey'))
    .orderBy('messages.seq')
    .limit(slot('limit'));
}

/** What the background removal takes away: purged messages, and what a removed room has left. */
export function removalQueries(db: Kysely<Schema>) {
  return {
    /** A room whose purged messages have not all been removed. */
    roomToEmpty: statement<object>()(() =>
      db
        .selectFrom('room_heads')
        .select(['room_key', 'removed_seq', 'purged_seq'])
        .whereRef('removed_seq', '<', 'purged_seq')
        .limit(1),
    ),
    removeMessages: statement<Range>()((slot) =>
      db
        .deleteFrom('messages')
        .where('room_key', '=', slot('roomKey'))
        .where('seq', '>', slot('after'))
        .where('seq', '<=', slot('upTo'))
        .where('client_key', 'is', null),
    ),
    /** A message with a client key stays, so that a late retry finds it; of its content nothing does. */
    eraseMessages: statement<Range>()((slot) =>
      db
        .updateTable('messages')
        .set((eb) => ({
          ...ERASED,
          change_seq: eb.ref('created_change_seq'),
        }))
        .where('room_key', '=', slot('roomKey'))
        .where('seq', '>', slot('after'))
        .where('seq', '<=', slot('upTo'))
        .where('client_key', 'is not', null),
    ),
    markRemoved: statement<{ roomKey: number; upTo: number }>()((slot) =>
      db
        .updateTable('room_heads')
        .set({ removed_seq: slot('upTo') })
        .where('room_key', '=', slot('roomKey')),
    ),

    recordRemovedRoom: statement<{ roomKey: number }>()((slot) =>
      db.insertInto('removed_rooms').values({ room_key: slot('roomKey') }),
    ),
    removedRoom: statement<object>()(() =>
      db.selectFrom('removed_rooms').select('room_key').limit(1),
    ),
    removeMessagesOf: statement<{ roomKey: number; limit: number }>()((slot) =>
      db.deleteFrom('messages').where('number', 'in', nextMessages(db, slot)).returning('number'),
    ),
    removeMembersOf: statement<{ roomKey: number; limit: number }>()((slot) =>
      db
        .deleteFrom('members')
        .where('room_key', '=', slot('roomKey'))
        .where('user_id', 'in', (eb) =>
          eb
            .selectFrom('members')
            .select('user_id')
            .where('room_key', '=', slot('roomKey'))
            .orderBy('user_id')
            .limit(slot('limit')),
        )
        .returning('user_id'),
    ),
    removeHead: statement<{ roomKey: number }>()((slot) =>
      db.deleteFrom('room_heads').where('room_key', '=', slot('roomKey')),
    ),
    forgetRemovedRoom: statement<{ roomKey: number }>()((slot) =>
      db.deleteFrom('removed_rooms').where('room_key', '=', slot('roomKey')),
    ),
  };
}
