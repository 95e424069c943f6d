import { ask, type Operation, Refusal } from '../operation.ts';
import type { Queries } from '../queries/index.ts';

/** Messages that one step takes away at most: about a millisecond of the writer's time. */
const MESSAGES_PER_STEP = 256;

export function retentionOperations(q: Queries) {
  return {
    /**
     * One step from a room's oldest end. Only a beginning of the history goes, so that seqs keep no gaps: behind the first
     * message that stays, age is not looked at (an import may have put older ones there).
     */
    *trimRoom(input: {
      readonly roomId: string;
      readonly olderThan: number | null;
      readonly countMax: number | null;
    }): Operation<{ readonly trimmed: number; readonly hasMore: boolean }> {
      const [head] = yield* ask(q.head, { roomId: input.roomId });
      if (head === undefined) throw new Refusal('roomNotFound');
      const { room_key: roomKey, purged_seq: after } = head;
      const beyondCount = input.countMax === null ? 0 : head.last_seq - input.countMax;
      const oldest = yield* ask(q.oldestMessages, { roomKey, after, limit: MESSAGES_PER_STEP });
      let purgedSeq = after;
      let trimmedChangeSeq = head.trimmed_change_seq;
      let tombstones = 0;
      for (const message of oldest) {
        const isOld = input.olderThan !== null && message.created_at < input.olderThan;
        if (!isOld && message.seq > beyondCount) break;
        purgedSeq = message.seq;
        trimmedChangeSeq = Math.max(trimmedChangeSeq, message.change_seq);
        if (message.deleted_at !== null) tombstones += 1;
      }
      const trimmed = purgedSeq - after;
      if (trimmed > 0) yield* ask(q.trimHead, { roomKey, purgedSeq, trimmedChangeSeq, tombstones });
      return { trimmed, hasMore: trimmed === MESSAGES_PER_STEP };
    },
  };
}
