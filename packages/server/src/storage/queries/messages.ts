import { type Compilable, type Kysely, type RawBuilder, sql } from 'kysely';
import { equal } from '../columns.ts';
import {
  ASSIGNED_PARAMETERS,
  ERASED,
  isErased,
  MESSAGE_COLUMNS,
  NEW_COLUMNS,
  type NewColumns,
  REVISED_COLUMNS,
  type RestoredColumns,
  type RevisedColumns,
  STATE_COLUMNS,
} from '../message-fields.ts';
import type { Schema } from '../schema.ts';
import { type Slots, statement, tupleStatement } from '../statement.ts';
import { presentReactions, READ_COLUMNS } from './reactions.ts';

/** What a message is given when it is stored. */
interface Assigned {
  readonly room_key: number;
  readonly seq: number;
  readonly change_seq: number;
}

export interface ByClientKey {
  readonly roomKey: number;
  readonly purgedSeq: number;
  readonly senderId: string;
  readonly senderAppId: string;
  readonly clientKey: string;
}

export function messageQueries(db: Kysely<Schema>) {
  const messages = db.selectFrom('messages').select(READ_COLUMNS);
  const made = <Row>(query: RawBuilder<Row>): Compilable<Row> => ({
    compile: () => query.compile(db),
  });
  const insert = <Args extends Assigned>(
    slot: Slots<Args>,
    columns: readonly (keyof Args & string)[],
  ) =>
    sql`insert into messages (room_key, seq, change_seq, created_change_seq, ${sql.join(columns.map((column) => sql.ref(column)))})
      values (${sql.join([...ASSIGNED_PARAMETERS, ...columns].map((name) => slot(name)))})`;
  return {
    messageByNumber: tupleStatement<{ number: number }>()(MESSAGE_COLUMNS, (slot) =>
      messages.where('number', '=', slot('number')),
    ),
    messageById: tupleStatement<{ id: string }>()(MESSAGE_COLUMNS, (slot) =>
      messages.where('id', '=', slot('id')),
    ),
    /** A purged one without its content, whether or not the background removal has come to it. */
    messageByClientKey: tupleStatement<ByClientKey>()(MESSAGE_COLUMNS, (slot) =>
      messages
        .where(equal(slot, ['roomKey', 'senderId', 'clientKey', 'senderAppId']))
        .clearSelect()
        .select(
          MESSAGE_COLUMNS.map((column) =>
            isErased(column)
              ? sql<never>`iif(seq > ${slot('purgedSeq')}, ${column === 'reactions' ? presentReactions : sql.ref(column)}, ${sql.lit(ERASED[column])})`.as(
                  column,
                )
              : column,
          ),
        ),
    ),
    freeClientKey: statement<{ number: number }>()((slot) =>
      db.updateTable('messages').set({ client_key: null }).where('number', '=', slot('number')),
    ),
    messageToRevise: statement<{ id: string }>()((slot) =>
      db
        .selectFrom('messages')
        .innerJoin('rooms', 'rooms.room_key', 'messages.room_key')
        .innerJoin('room_heads', 'room_heads.room_key', 'messages.room_key')
        .select(['messages.number', 'messages.room_key'])
        .select(
          REVISED_COLUMNS.map((column) =>
            column === 'reactions' ? presentReactions.as(column) : (`messages.${column}` as const),
          ),
        )
        .select(['rooms.id as room_id', 'room_heads.change_seq as room_change_seq'])
        .where('messages.id', '=', slot('id'))
        .whereRef('messages.seq', '>', 'room_heads.purged_seq'),
    ),
    reviseMessage: statement<RevisedColumns & { number: number; change_seq: number }>()((slot) =>
      made(
        sql`update messages set ${sql.join(
          (['change_seq', ...REVISED_COLUMNS] as const).map(
            (column) => sql`${sql.ref(column)} = ${slot(column)}`,
          ),
        )} where number = ${slot('number')}`,
      ),
    ),
    /** The hot path. */
    insertMessage: statement<NewColumns & Assigned>()((slot) => made(insert(slot, NEW_COLUMNS))),
    /** As a message that was never revised: whatever it went through before is one change here. */
    insertRestored: statement<RestoredColumns & Assigned>()((slot) =>
      made(
        sql<{
          number: number;
        }>`${insert(slot, [...NEW_COLUMNS, ...STATE_COLUMNS])} returning number`,
      ),
    ),
  };
}
