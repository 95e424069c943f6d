import type { NewMember, NewRoom, RoomStore } from '../../core/ports/stores.ts';
import { storedOf } from '../columns.ts';
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
      const kept = {
        name: null,
        description: null,
        kind: null,
        bridged: null,
        slowModeSeconds: null,
        meta: null,
      };
      const input = { ...kept, ...storedOf(patch), id: roomId, at };
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

    countOwned: (appId, userId, max) => engine.read('roomsOwned', { appId, userId, max }),

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

function newRoomInput({ owner, pair, members: named, ...room }: NewRoom): NewRoomInput {
  const [pairFirst, pairSecond] = pair ?? [null, null];
  // Each user once; one who is named twice keeps the stronger role, the owner's.
  const members = new Map<string, NewMember>();
  for (const member of named) members.set(member.userId, member);
  if (owner !== null) {
    const { userId, userName } = owner;
    members.set(userId, { userId, userName, role: 'owner', joinedAt: room.createdAt });
  }
  const ownerId = owner?.userId ?? null;
  return {
    room: { ...storedOf(room), ownerId, pairFirst, pairSecond },
    members: [...members.values()],
  };
}
