import type { RoomKind } from '@koine/contract';
import { type Kysely, sql } from 'kysely';
import type { NewRoom } from '../../core/ports/stores.ts';
import { type Stored, slots } from '../columns.ts';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

export interface NewRoomArgs extends Stored<Omit<NewRoom, 'owner' | 'pair' | 'members'>> {
  readonly ownerId: string | null;
  readonly pairFirst: string | null;
  readonly pairSecond: string | null;
}

/** A room and its counters, as every read of rooms selects them. */
export function selectRooms(db: Kysely<Schema>) {
  return db
    .selectFrom('rooms')
    .innerJoin('room_heads', 'room_heads.room_key', 'rooms.room_key')
    .selectAll('rooms')
    .select([
      'room_heads.last_seq',
      'room_heads.change_seq',
      'room_heads.purged_seq',
      'room_heads.member_count',
      'room_heads.last_message_at',
    ]);
}

const NEW_ROOM = [
  ...(['id', 'uid', 'appId', 'name', 'description', 'kind', 'bridged', 'ownerId'] as const),
  ...(['pairFirst', 'pairSecond', 'slowModeSeconds', 'meta', 'createdAt'] as const),
] as const;

export function roomQueries(db: Kysely<Schema>) {
  const rooms = selectRooms(db);
  const clearPair = (column: 'pair_first' | 'pair_second') =>
    statement<{ appId: string; userId: string }>()((slot) =>
      db
        .updateTable('rooms')
        .set({ [column]: null })
        .where(column, 'is not', null)
        .where(column, '=', slot('userId'))
        .where('app_id', '=', slot('appId'))
        .returning('id'),
    );
  return {
    roomById: statement<{ id: string }>()((slot) => rooms.where('rooms.id', '=', slot('id'))),
    roomByUid: statement<{ uid: string }>()((slot) => rooms.where('rooms.uid', '=', slot('uid'))),
    roomByPair: statement<{ appId: string; first: string; second: string }>()((slot) =>
      rooms
        .where('rooms.app_id', '=', slot('appId'))
        .where('rooms.pair_first', '=', slot('first'))
        .where('rooms.pair_second', '=', slot('second')),
    ),
    roomsOwned: statement<{ appId: string; userId: string; max: number }>()((slot) =>
      db
        .selectFrom('rooms')
        .select('room_key')
        .where('app_id', '=', slot('appId'))
        .where('owner_id', '=', slot('userId'))
        .limit(slot('max')),
    ),
    insertRoom: statement<NewRoomArgs>()((slot) =>
      db
        .insertInto('rooms')
        .values({ ...slots(slot, NEW_ROOM), updated_at: slot('createdAt') })
        .onConflict((conflict) => conflict.doNothing())
        .returning('room_key'),
    ),
    /** `null` keeps a column as it is. */
    updateRoom: statement<{
      id: string;
      name: string | null;
      description: string | null;
      kind: RoomKind | null;
      bridged: number | null;
      slowModeSeconds: number | null;
      meta: string | null;
      at: number;
    }>()((slot) =>
      db
        .updateTable('rooms')
        .set((eb) => ({
          name: eb.fn.coalesce(slot('name'), 'name'),
          description: eb.fn.coalesce(slot('description'), 'description'),
          kind: eb.fn.coalesce(slot('kind'), 'kind'),
          bridged: eb.fn.coalesce(slot('bridged'), 'bridged'),
          slow_mode_seconds: eb.fn.coalesce(slot('slowModeSeconds'), 'slow_mode_seconds'),
          meta: eb.fn.coalesce(slot('meta'), 'meta'),
          updated_at: slot('at'),
        }))
        .where('id', '=', slot('id')),
    ),
    clearOwner: statement<{ appId: string; userId: string }>()((slot) =>
      db
        .updateTable('rooms')
        .set({ owner_id: null })
        .where('owner_id', 'is not', null)
        .where('owner_id', '=', slot('userId'))
        .where('app_id', '=', slot('appId'))
        .returning('id'),
    ),
    clearPairFirst: clearPair('pair_first'),
    clearPairSecond: clearPair('pair_second'),
    deleteRoom: statement<{ id: string }>()((slot) =>
      db.deleteFrom('rooms').where('id', '=', slot('id')).returning('room_key'),
    ),
    staffOf: statement<{ roomKey: number }>()((slot) =>
      db
        .selectFrom('members')
        .select(['user_id', 'role'])
        .where('room_key', '=', slot('roomKey'))
        .where('role', 'in', ['owner', 'moderator'])
        // In exactly this form, so that the partial index serves.
        .where('role', '<>', sql.lit('member')),
    ),
  };
}
