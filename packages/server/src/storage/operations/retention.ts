import type { Excess, ExcessQuery } from '../../core/ports/operating-stores.ts';
import { ask, type Operation, OperationError } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { RowOf } from '../rows.ts';

/** Messages that one step takes away at most: about a millisecond of the writer's time. */
const MESSAGES_PER_STEP = 256;

/** A room's old messages are counted up to so many: about a tenth of a second of a reader's time. */
const COUNTED_MAX = 100_000;

export function retentionOperations(q: Queries) {
  return {
    /**
     * One step from a room's oldest end. Only a beginning of the history goes, so that seqs keep no gaps: after the first
     * message that stays, age is not checked (an import may have put older ones there).
     */
    *trimRoom(input: {
      readonly roomId: string;
      readonly olderThan: number | null;
      readonly countMax: number | null;
    }): Operation<{ readonly trimmed: number; readonly hasMore: boolean }> {
      const [head] = yield* ask(q.head, { roomId: input.roomId });
      if (head === undefined) throw new OperationError('roomNotFound');
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

    /** What `trimRoom` would take away in some of the rooms for which a rule decides. */
    *excess(input: ExcessQuery): Operation<Excess> {
      const { scope, id, after, limit } = input;
      const heads =
        scope === 'room'
          ? yield* ask(q.head, { roomId: id })
          : yield* ask(q.roomsUnderRule, { scope, id, after, limit });
      let messages = 0;
      let rooms = 0;
      let isAtLeast = false;
      for (const head of heads) {
        const trimmed = yield* excessOf(head, input);
        messages += trimmed.messages;
        if (trimmed.messages > 0) rooms += 1;
        isAtLeast ||= trimmed.isAtLeast;
      }
      const isLast = scope === 'room' || heads.length < limit;
      return { messages, rooms, isAtLeast, next: isLast ? null : (heads.at(-1)?.room_key ?? null) };
    },
  };

  function* excessOf(
    head: Pick<RowOf<'head'>, 'room_key' | 'last_seq' | 'purged_seq'>,
    { olderThan, countMax }: ExcessQuery,
  ): Operation<Pick<Excess, 'messages' | 'isAtLeast'>> {
    const { room_key: roomKey, last_seq: lastSeq, purged_seq: purgedSeq } = head;
    const after = Math.max(purgedSeq, countMax === null ? 0 : lastSeq - countMax);
    if (olderThan === null) return { messages: after - purgedSeq, isAtLeast: false };
    const upTo = Math.min(lastSeq, after + COUNTED_MAX);
    const [kept] = yield* ask(q.firstKept, { roomKey, after, upTo, olderThan });
    const end = kept === undefined ? upTo : kept.seq - 1;
    return { messages: end - purgedSeq, isAtLeast: kept === undefined && upTo < lastSeq };
  }
}
