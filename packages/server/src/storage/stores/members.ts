import type { MemberStore } from '../../core/ports/stores.ts';
import type { ListQueries } from '../queries/lists.ts';
import { memberOf } from '../rows.ts';
import { type Engine, pageShapeOf, readList } from './engine.ts';

export function createMemberStore(engine: Engine, lists: ListQueries): MemberStore {
  return {
    async put(roomId, member, ifExists) {
      const { userId, userName, role, joinedAt } = member;
      const input = { roomId, member: { userId, userName, role, joinedAt }, ifExists };
      const { row, isNew, memberCount } = await engine.write('putMember', input);
      return { member: memberOf(row, roomId), isNew, memberCount };
    },

    remove: (roomId, userId) => engine.write('removeMember', { roomId, userId }),

    async find(roomId, userId) {
      const row = await engine.read('findMember', { roomId, userId });
      return row === null ? null : memberOf(row, roomId);
    },

    list: (roomId, query) =>
      readList(engine, lists.members(pageShapeOf(query)), query, { roomId }, (row) =>
        memberOf(row, roomId),
      ),

    markRead: (roomId, userId, seq) => engine.write('markRead', { roomId, userId, seq }),
  };
}
