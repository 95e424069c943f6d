import type { Changes, HistoryPage, HistoryQuery } from '../../core/ports/stores.ts';
import { keysOf, type MessageRow } from '../message-fields.ts';
import { ask, type Operation, OperationError } from '../operation.ts';
import type { Range } from '../queries/history.ts';
import type { Queries } from '../queries/index.ts';
import type { RowOf } from '../rows.ts';

type Head = RowOf<'head'>;

/** Rows oldest first. */
export interface PageRows extends Omit<HistoryPage, 'messages'> {
  readonly rows: readonly MessageRow[];
}

export interface ChangedRows extends Omit<Changes, 'messages'> {
  readonly rows: readonly MessageRow[];
}

/**
 * How this works. Seqs have no gaps above `purgedSeq`, so the bounds of a page are arithmetic; only tombstones that are
 * not to be counted are read, through their own index.
 */
export function historyOperations(q: Queries) {
  return {
    *page(query: HistoryQuery): Operation<PageRows> {
      const [head] = yield* ask(q.head, { roomId: query.roomId });
      if (head === undefined) throw new OperationError('roomNotFound');
      const counters = {
        lastSeq: head.last_seq,
        changeSeq: head.change_seq,
        purgedSeq: head.purged_seq,
        total: head.last_seq - head.purged_seq - (query.withDeleted ? 0 : head.deleted_count),
      };
      const range = {
        roomKey: head.room_key,
        after: Math.max(query.after ?? 0, head.purged_seq),
        before: Math.min(query.before ?? head.last_seq + 1, head.last_seq + 1),
      };
      const { direction, limit } = query;
      const skipsTombstones = !query.withDeleted && head.deleted_count > 0;
      const rest = yield* skipped(range, direction, query.skip, skipsTombstones);
      if (direction === 'older') {
        const rows = yield* ask(query.withDeleted ? q.older : q.olderUndeleted, { ...rest, limit });
        return { ...counters, rows: rows.toReversed() };
      }
      const rows = yield* ask(query.withDeleted ? q.newer : q.newerUndeleted, { ...rest, limit });
      return { ...counters, rows };
    },

    *changesSince(input: {
      readonly roomId: string;
      readonly changeSeq: number;
      readonly limit: number;
    }): Operation<ChangedRows> {
      const [head] = yield* ask(q.head, { roomId: input.roomId });
      if (head === undefined) throw new OperationError('roomNotFound');
      const since = input.changeSeq;
      const purge =
        head.purge_change_seq > since
          ? { purgedSeq: head.purged_seq, changeSeq: head.purge_change_seq }
          : null;
      const knownSeq = yield* lastCreatedBy(head, since);
      const rows = yield* changedRows(head, since, knownSeq, input.limit + 1);
      return {
        rows: rows.slice(0, input.limit),
        purge,
        isGone: head.trimmed_change_seq > since,
        knownSeq,
        hasMore: rows.length > input.limit,
        changeSeq: head.change_seq,
      };
    },
  };

  /** The range without its newest (`older`) or its oldest `skip` messages. */
  function* skipped(
    range: Range,
    direction: HistoryQuery['direction'],
    skip: number,
    skipsTombstones: boolean,
  ): Operation<Range> {
    let rest = range;
    for (let missing = skip; missing > 0 && rest.before > rest.after; ) {
      const { roomKey, after, before } = rest;
      const bound = direction === 'older' ? before - missing : after + missing;
      missing = 0;
      if (skipsTombstones) {
        const passed = direction === 'older' ? { after: bound - 1 } : { before: bound + 1 };
        const [deleted] = yield* ask(q.deletedBetween, { roomKey, after, before, ...passed });
        missing = deleted?.count ?? 0;
      }
      rest =
        direction === 'older'
          ? { roomKey, after, before: bound }
          : { roomKey, after: bound, before };
    }
    return rest;
  }

  /**
   * The first `limit` changes since, by number, each as its message in the latest state; `knownSeq`: `lastCreatedBy(since)`. Two
   * sources, merged: creations, and latest revisions.
   */
  function* changedRows(
    head: Head,
    since: number,
    knownSeq: number,
    limit: number,
  ): Operation<readonly MessageRow[]> {
    if (since >= head.change_seq) return [];
    const roomKey = head.room_key;
    const revised = yield* ask(q.revised, {
      roomKey,
      changeSeq: since,
      purgedSeq: head.purged_seq,
      limit,
    });
    const created = yield* ask(q.created, { roomKey, after: knownSeq, limit });
    const rows = [...revised, ...created];
    return rows.sort((a, b) => keysOf(a).changeSeq - keysOf(b).changeSeq).slice(0, limit);
  }

  /**
   * The newest message that was created at or before the change number, or the last purged one. Its seq lies within bounds that are equal while
   * nothing was revised; else it is found by halving, for creations take rising change numbers.
   */
  function* lastCreatedBy(head: Head, changeSeq: number): Operation<number> {
    if (changeSeq >= head.change_seq) return head.last_seq;
    let low = Math.max(head.purged_seq, head.last_seq - (head.change_seq - changeSeq));
    let high = Math.max(low, Math.min(head.last_seq, changeSeq));
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const [message] = yield* ask(q.creationOf, { roomKey: head.room_key, seq: middle });
      if (message !== undefined && message.created_change_seq <= changeSeq) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
