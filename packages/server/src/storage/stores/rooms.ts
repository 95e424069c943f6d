import type { NewMember, NewRoom, RoomStore } from '../../core/ports/stores.ts';
import type { NewRoomInput } from '../operations/rooms.ts';
import type { ListQueries } from '../queries/lists.ts';
import { roomOf, sanctionOf } from '../rows.ts';
import { type Engine, pageShapeOf, readList } from './engine.ts';

export function createRoomStore(engine: Engine, lists: ListQueries): RoomStore {
  return {
    create: (room) =>
      engine.write('createRoom', newRoomInput(room), ({ row, isNew }) => ({
        room: roomOf(row),
        isNew,
      })),

    update(roomId, patch, at) {
      const { bridged, meta } = patch;
      const input = {
        id: roomId,
        name: patch.name ?? null,
        description: patch.description ?? null,
        kind: patch.kind ?? null,
        bridged: bridged === undefined ? null : Number(bridged),
        slowModeSeconds: patch.slowModeSeconds ?? null,
        meta: meta === undefined ? null : JSON.stringify(meta),
        at,
      };
      return engine.write('updateRoom', input, roomOf);
    },

    wasRemoved: async (roomId) => (await engine.read('removedRoomId', { roomId })).length > 0,

    remove: (roomId) => engine.write('removeRoom', { roomId }, () => undefined),

    async find(ref) {
      const [row] =
        'id' in ref
          ? await engine.read('roomById', ref)
          : 'uid' in ref
            ? await engine.read('roomByUid', ref)
            : await engine.read('roomByPair', {
                appId: ref.appId,
                first: ref.pair[0],
                second: ref.pair[1],
              });
      return row === undefined ? null : roomOf(row);
    },

    countOwned: async (appId, userId, max) =>
      (await engine.read('roomsOwned', { appId, userId, max })).length,

    async rules(roomId, now) {
      const rules = await engine.read('roomRules', { roomId, now });
      if (rules === null) return null;
      return {
        room: roomOf(rules.room),
        staff: new Map(rules.staff.map(({ user_id: userId, role }) => [userId, role])),
        sanctions: rules.sanctions.map(sanctionOf),
      };
    },

    list(query) {
      const { appId, kind, memberId, sort } = query;
      const filters = { appId, kind, memberId };
      const statements = lists.rooms({ ...pageShapeOf(query), sort }, filters);
      return readList(engine, statements, query, filters, roomOf);
    },
  };
}

function newRoomInput(room: NewRoom): NewRoomInput {
  const [pairFirst, pairSecond] = room.pair ?? [null, null];
  // Each user once; who is named twice keeps the stronger place, the owner's.
  const members = new Map<string, NewMember>();
  for (const member of room.members) members.set(member.userId, member);
  if (room.owner !== null) {
    const { userId, userName } = room.owner;
    members.set(userId, { userId, userName, role: 'owner', joinedAt: room.createdAt });
  }
  return {
    room: {
      id: room.id,
      uid: room.uid,
      appId: room.appId,
      name: room.name,
      description: room.description,
      kind: room.kind,
      bridged: Number(room.bridged),
      ownerId: room.owner?.userId ?? null,
      pairFirst,
      pairSecond,
      slowModeSeconds: room.slowModeSeconds,
      meta: JSON.stringify(room.meta),
      createdAt: room.createdAt,
    },
    members: [...members.values()],
  };
}
