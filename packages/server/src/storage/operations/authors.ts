import type { UserKey } from '@koine/contract';
import type { AuthoredQuery, AuthoredRoom } from '../../core/ports/author-store.ts';
import { hourOf } from '../authored.ts';
import { keysOf } from '../message-fields.ts';
import { ask, type Operation } from '../operation.ts';
import type { AuthoredCursor } from '../queries/authors.ts';
import type { Queries } from '../queries/index.ts';
import type { RowOf } from '../rows.ts';
import { type FoundMessage, messageOperations } from './messages.ts';

export interface AuthoredInput extends Omit<AuthoredQuery, 'author'> {
  readonly appId: string;
  readonly userId: string;
}

/** The cursor before the newest message. */
const NEWEST: AuthoredCursor = {
  createdAt: Number.MAX_SAFE_INTEGER,
  roomKey: Number.MAX_SAFE_INTEGER,
  seq: Number.MAX_SAFE_INTEGER,
};

export function authorOperations(q: Queries) {
  const { reviseMessage } = messageOperations(q);
  return {
    *messagesBy({
      after,
      limit,
      ...author
    }: AuthoredInput & {
      readonly after: AuthoredCursor | null;
      readonly limit: number;
    }): Operation<{
      readonly found: readonly FoundMessage[];
      readonly next: AuthoredCursor | null;
    }> {
      const rows = yield* written(author, after ?? NEWEST, limit + 1);
      const found: FoundMessage[] = [];
      for (const { number, room_id: roomId } of rows.slice(0, limit)) {
        const [row] = yield* ask(q.messageByNumber, { number });
        if (row !== undefined) found.push({ row, roomId });
      }
      const last = rows[limit - 1];
      const next =
        rows.length > limit && last !== undefined
          ? { createdAt: last.created_at, roomKey: last.room_key, seq: last.seq }
          : null;
      return { found, next };
    },

    /** Of the newest `countMax` messages; the rooms with the most of them first. */
    *roomsOfAuthor({
      countMax,
      ...author
    }: AuthoredInput & { readonly countMax: number }): Operation<readonly AuthoredRoom[]> {
      const counts = new Map<string, AuthoredRoom>();
      for (const { room_id: roomId, created_at: at } of yield* written(author, NEWEST, countMax)) {
        const { messages = 0, lastAt = at } = counts.get(roomId) ?? {};
        counts.set(roomId, { roomId, messages: messages + 1, lastAt });
      }
      return [...counts.values()].sort((a, b) => b.messages - a.messages);
    },

    /** Deletes the messages of these ids that exist, are the author's, and are in the requested room. */
    *removeMessagesBy({
      by,
      at,
      ids,
      ...author
    }: AuthoredInput & {
      readonly by: UserKey;
      readonly at: number;
      readonly ids: readonly string[];
    }): Operation<readonly FoundMessage[]> {
      const removed: FoundMessage[] = [];
      for (const id of ids) {
        const [row] = yield* ask(q.messageById, { id });
        if (row === undefined) continue;
        const { roomKey, seq, senderId, senderAppId } = keysOf(row);
        if (senderId !== author.userId || senderAppId !== author.appId) continue;
        const [head] = yield* ask(q.headByKey, { roomKey });
        if (head === undefined || seq <= head.purged_seq) continue;
        const { id: roomId } = head;
        if (author.roomId !== null && author.roomId !== roomId) continue;
        const revision = { kind: 'delete', by, at } as const;
        const revised = yield* reviseMessage({ roomId, messageId: id, revision });
        if (revised.isChanged) removed.push({ row: revised.row, roomId });
      }
      return removed;
    },
  };

  /** The newest messages after a cursor, hour by hour. */
  function* written(
    { roomId, ...author }: AuthoredInput,
    after: AuthoredCursor,
    limit: number,
  ): Operation<readonly RowOf<'authoredInHour'>[]> {
    const found: RowOf<'authoredInHour'>[] = [];
    const [head] = roomId === null ? [] : yield* ask(q.head, { roomId });
    if (roomId !== null && head === undefined) return found;
    const query = { ...author, ...after, onlyRoomKey: head?.room_key ?? null };
    const from = hourOf(author.since);
    for (let upTo = hourOf(Math.min(author.until, after.createdAt)); found.length < limit; upTo--) {
      const [next] = yield* ask(q.authoredHour, { ...query, from, upTo });
      if (next === undefined) break;
      upTo = next.hour;
      const rest = limit - found.length;
      found.push(...(yield* ask(q.authoredInHour, { ...query, hour: upTo, limit: rest })));
    }
    return found;
  }
}
