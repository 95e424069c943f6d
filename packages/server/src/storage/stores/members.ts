import type { MemberStore } from '../../core/ports/stores.ts';
import type { ListQueries } from '../queries/lists.ts';
import { memberOf } from '../rows.ts';
import { type Engine, pageShapeOf, readCounted } from './engine.ts';

export function createMemberStore(engine: Engine, lists: ListQueries): MemberStore {
  return {
    put(roomId, { userId, userName, role, joinedAt }, ifExists) {
      const input = { roomId, member: { userId, userName, role, joinedAt }, ifExists };
      return engine.write('putMember', input, ({ row, isNew, memberCount }) => ({
        member: memberOf(row, roomId),
        isNew,
        memberCount,
      }));
    },

    remove: (roomId, userId) =>
      engine.write('removeMember', { roomId, userId }, (removed) => removed),

    async find(roomId, userId) {
      const row = await engine.read('findMember', { roomId, userId });
      return row === null ? null : memberOf(row, roomId);
    },

    list: (roomId, query) =>
      readCounted(engine, lists.members(pageShapeOf(query), {}), query, { roomId }, (row) =>
        memberOf(row, roomId),
      ),

    markRead: (roomId, userId, seq) =>
      engine.write('markRead', { roomId, userId, seq }, (readSeq) => readSeq),
  };
}
