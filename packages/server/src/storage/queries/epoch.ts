import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

/** Which history this is, and how far it has come. */
export function epochQueries(db: Kysely<Schema>) {
  return {
    epoch: statement<object>()(() => db.selectFrom('history').select('epoch').where('id', '=', 1)),
    beginEpoch: statement<{ epoch: string }>()((slot) =>
      db
        .updateTable('history')
        .set({ epoch: slot('epoch') })
        .where('id', '=', 1),
    ),
    /** Part of every commit that holds more than new messages. */
    countCommands: statement<object>()(() =>
      db
        .updateTable('history')
        .set((eb) => ({ commands: eb('commands', '+', 1) }))
        .where('id', '=', 1),
    ),
    /** Rises with every commit that may have changed a room, whatever is removed. */
    progress: statement<object>()(() =>
      db
        .selectFrom('history')
        .where('id', '=', 1)
        .select((eb) => [
          'epoch',
          sql<number>`${eb.ref('commands')} + coalesce((select seq from sqlite_sequence where name = 'messages'), 0)`.as(
            'progress',
          ),
        ]),
    ),
    recordRemovedRoomId: statement<{ roomId: string }>()((slot) =>
      db
        .insertInto('removed_room_ids')
        .values({ id: slot('roomId') })
        .onConflict((conflict) => conflict.doNothing()),
    ),
    removedRoomId: statement<{ roomId: string }>()((slot) =>
      db.selectFrom('removed_room_ids').select('id').where('id', '=', slot('roomId')),
    ),
  };
}
