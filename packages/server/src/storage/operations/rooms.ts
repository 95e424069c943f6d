import { ask, type Operation, OperationError } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { NewMemberArgs } from '../queries/members.ts';
import type { NewRoomArgs } from '../queries/rooms.ts';
import type { RoomRow, RowOf, SanctionRow } from '../rows.ts';

export interface NewRoomInput {
  readonly room: NewRoomArgs;
  /** The owner included; each user once. */
  readonly members: readonly Omit<NewMemberArgs, 'roomKey'>[];
}

export interface RulesRows {
  readonly room: RoomRow;
  readonly staff: readonly RowOf<'staffOf'>[];
  readonly sanctions: readonly SanctionRow[];
}

export function roomOperations(q: Queries) {
  return {
    *createRoom({
      room,
      members,
    }: NewRoomInput): Operation<{ readonly row: RoomRow; readonly isNew: boolean }> {
      const present = yield* existing(room);
      if (present !== null) return { row: present, isNew: false };
      const [inserted] = yield* ask(q.insertRoom, room);
      if (inserted === undefined) throw new OperationError('conflict');
      const roomKey = inserted.room_key;
      yield* ask(q.insertHead, { roomKey, memberCount: members.length });
      for (const member of members) yield* ask(q.insertMember, { roomKey, ...member });
      const [row] = yield* ask(q.roomById, { id: room.id });
      if (row === undefined) throw new OperationError('roomNotFound');
      return { row, isNew: true };
    },

    /** Their number only: of an account without a limit all its rooms would cross to the server. */
    *roomsOwned(by: { appId: string; userId: string; max: number }): Operation<number> {
      return (yield* ask(q.roomsOwned, by)).length;
    },

    *updateRoom(
      patch: Parameters<NonNullable<Queries['updateRoom']['types']>>[0],
    ): Operation<RoomRow> {
      yield* ask(q.updateRoom, patch);
      const [row] = yield* ask(q.roomById, { id: patch.id });
      if (row === undefined) throw new OperationError('roomNotFound');
      return row;
    },

    /** The room is gone at once; its messages and members go in the background. */
    *removeRoom({ roomId }: { readonly roomId: string }): Operation<void> {
      const [removed] = yield* ask(q.deleteRoom, { id: roomId });
      if (removed === undefined) return;
      const roomKey = removed.room_key;
      yield* ask(q.removeHead, { roomKey });
      yield* ask(q.deleteSanctionsOf, { roomId });
      yield* ask(q.forgetRetention, { roomId });
      yield* ask(q.recordRemovedRoom, { roomKey });
      yield* ask(q.recordRemovedRoomId, { roomId });
    },

    *roomRules(input: {
      readonly roomId: string;
      readonly now: number;
    }): Operation<RulesRows | null> {
      const [room] = yield* ask(q.roomById, { id: input.roomId });
      if (room === undefined) return null;
      const staff = yield* ask(q.staffOf, { roomKey: room.room_key });
      const scope = { appId: room.app_id, roomId: room.id, now: input.now };
      return { room, staff, sanctions: yield* ask(q.sanctionsInForce, scope) };
    },
  };

  function* existing(room: NewRoomArgs): Operation<RoomRow | null> {
    const { appId, pairFirst: first, pairSecond: second } = room;
    const [byId] = yield* ask(q.roomById, room);
    if (byId !== undefined) return byId;
    const [byUid] = yield* ask(q.roomByUid, room);
    if (byUid !== undefined) return byUid;
    if (first === null || second === null) return null;
    const [byPair] = yield* ask(q.roomByPair, { appId, first, second });
    return byPair ?? null;
  }
}
