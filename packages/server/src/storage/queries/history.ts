import type { Kysely } from 'kysely';
import { equal } from '../columns.ts';
import { MESSAGE_COLUMNS } from '../message-fields.ts';
import type { Schema } from '../schema.ts';
import { statement, tupleStatement } from '../statement.ts';
import { READ_COLUMNS } from './reactions.ts';

/** Bounds are exclusive. */
export interface Range {
  readonly roomKey: number;
  readonly after: number;
  readonly before: number;
}

/**
 * Keyset reads over a room's messages, by `seq` and by change number. Seqs have no gaps, so skipping 99,950 messages is a
 * subtraction, corrected by a small index of deleted ones. Both numbers rise by one for each new message, so only what changed
 * after its creation is in the index of changes: one b-tree less on the hot insert.
 */
export function historyQueries(db: Kysely<Schema>) {
  const messages = db.selectFrom('messages').select(READ_COLUMNS);
  const page = (direction: 'asc' | 'desc', withDeleted: boolean) =>
    tupleStatement<Range & { limit: number }>()(MESSAGE_COLUMNS, (slot) =>
      messages
        .where('room_key', '=', slot('roomKey'))
        .where('seq', '>', slot('after'))
        .where('seq', '<', slot('before'))
        .$if(!withDeleted, (query) => query.where('deleted_at', 'is', null))
        .orderBy('seq', direction)
        .limit(slot('limit')),
    );
  return {
    older: page('desc', true),
    newer: page('asc', true),
    olderUndeleted: page('desc', false),
    newerUndeleted: page('asc', false),
    /** Through the index of tombstones: costs their number, not the range's length. */
    deletedBetween: statement<Range>()((slot) =>
      db
        .selectFrom('messages')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('room_key', '=', slot('roomKey'))
        .where('seq', '>', slot('after'))
        .where('seq', '<', slot('before'))
        .where('deleted_at', 'is not', null),
    ),
    creationOf: statement<{ roomKey: number; seq: number }>()((slot) =>
      db
        .selectFrom('messages')
        .select('created_change_seq')
        .where(equal(slot, ['roomKey', 'seq'])),
    ),
    /** Messages in their latest state, with the change number of their creation in the place of that state's. */
    created: tupleStatement<{ roomKey: number; after: number; limit: number }>()(
      MESSAGE_COLUMNS,
      (slot) =>
        db
          .selectFrom('messages')
          .select(
            READ_COLUMNS.map((column) =>
              column === 'change_seq' ? 'created_change_seq as change_seq' : column,
            ),
          )
          .where('room_key', '=', slot('roomKey'))
          .where('seq', '>', slot('after'))
          .orderBy('seq')
          .limit(slot('limit')),
    ),
    /** Messages that were revised, through the index of just those. */
    revised: tupleStatement<{
      roomKey: number;
      changeSeq: number;
      purgedSeq: number;
      limit: number;
    }>()(MESSAGE_COLUMNS, (slot) =>
      messages
        .where('room_key', '=', slot('roomKey'))
        .where('change_seq', '>', slot('changeSeq'))
        .whereRef('change_seq', '>', 'created_change_seq')
        .where('seq', '>', slot('purgedSeq'))
        .orderBy('change_seq')
        .limit(slot('limit')),
    ),
  };
}
