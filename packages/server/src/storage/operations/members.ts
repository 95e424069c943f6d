import { ask, type Operation, OperationError } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { NewMemberArgs } from '../queries/members.ts';
import type { MemberRow } from '../rows.ts';

export function memberOperations(q: Queries) {
  return {
    *putMember(input: {
      readonly roomId: string;
      readonly member: Omit<NewMemberArgs, 'roomKey'>;
      readonly ifExists: 'keep' | 'replace';
    }): Operation<{
      readonly row: MemberRow;
      readonly isNew: boolean;
      readonly memberCount: number;
    }> {
      const head = yield* headOf(input.roomId);
      const member = { ...input.member, roomKey: head.room_key };
      const [inserted] = yield* ask(q.insertMember, member);
      if (inserted !== undefined) {
        const memberCount = yield* count(head.room_key, 1);
        return { row: inserted, isNew: true, memberCount };
      }
      const statement = input.ifExists === 'keep' ? q.member : q.updateMember;
      const [row] = yield* ask(statement, member);
      if (row === undefined) throw new OperationError('memberNotFound');
      return { row, isNew: false, memberCount: head.member_count };
    },

    *removeMember(input: {
      readonly roomId: string;
      readonly userId: string;
    }): Operation<{ readonly wasMember: boolean; readonly memberCount: number }> {
      const [head] = yield* ask(q.head, { roomId: input.roomId });
      if (head === undefined) return { wasMember: false, memberCount: 0 };
      const roomKey = head.room_key;
      const [removed] = yield* ask(q.deleteMember, { roomKey, userId: input.userId });
      if (removed === undefined) return { wasMember: false, memberCount: head.member_count };
      return { wasMember: true, memberCount: yield* count(roomKey, -1) };
    },

    *findMember(input: {
      readonly roomId: string;
      readonly userId: string;
    }): Operation<MemberRow | null> {
      const [head] = yield* ask(q.head, { roomId: input.roomId });
      if (head === undefined) return null;
      const [row] = yield* ask(q.member, { roomKey: head.room_key, userId: input.userId });
      return row ?? null;
    },

    *markRead(input: {
      readonly roomId: string;
      readonly userId: string;
      readonly seq: number;
    }): Operation<number> {
      const [head] = yield* ask(q.head, { roomId: input.roomId });
      if (head === undefined) throw new OperationError('memberNotFound');
      const roomKey = head.room_key;
      const { userId } = input;
      const seq = Math.min(input.seq, head.last_seq);
      yield* ask(q.markMemberRead, { roomKey, userId, seq });
      const [row] = yield* ask(q.member, { roomKey, userId });
      if (row === undefined) throw new OperationError('memberNotFound');
      return row.last_read_seq;
    },
  };

  function* headOf(roomId: string) {
    const [head] = yield* ask(q.head, { roomId });
    if (head === undefined) throw new OperationError('roomNotFound');
    return head;
  }

  function* count(roomKey: number, added: number): Operation<number> {
    const [head] = yield* ask(q.countMembers, { roomKey, added });
    return head?.member_count ?? 0;
  }
}
