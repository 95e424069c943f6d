import type { UserKey } from '@koine/contract';
import { ask, type Operation } from '../operation.ts';
import type { AuthoredArgs, AuthoredPlace } from '../queries/authors.ts';
import type { Queries } from '../queries/index.ts';
import type { RowOf } from '../rows.ts';
import { type FoundMessage, messageOperations } from './messages.ts';

/** Behind which there is everything. */
const NEWEST: AuthoredPlace = {
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
    }: AuthoredArgs & { readonly after: AuthoredPlace | null; readonly limit: number }): Operation<{
      readonly found: readonly FoundMessage[];
      readonly next: AuthoredPlace | null;
    }> {
      const places = yield* ask(q.messagesBy, {
        ...author,
        ...(after ?? NEWEST),
        limit: limit + 1,
      });
      const found: FoundMessage[] = [];
      for (const { number, room_id: roomId } of places.slice(0, limit)) {
        const [row] = yield* ask(q.messageByNumber, { number });
        if (row !== undefined) found.push({ row, roomId });
      }
      const last = found.at(-1)?.row;
      const hasMore = places.length > limit && last !== undefined;
      return {
        found,
        next: hasMore ? { createdAt: last[14], roomKey: last[2], seq: last[3] } : null,
      };
    },

    *roomsOfAuthor(
      input: AuthoredArgs & { readonly countMax: number },
    ): Operation<readonly RowOf<'roomsOfAuthor'>[]> {
      return yield* ask(q.roomsOfAuthor, input);
    },

    *removeMessagesBy({
      by,
      at,
      limit,
      ids,
      ...author
    }: AuthoredArgs & {
      readonly by: UserKey;
      readonly at: number;
      readonly limit: number;
      /** `null`: whatever there is. */
      readonly ids: readonly string[] | null;
    }): Operation<readonly FoundMessage[]> {
      const messages =
        ids === null
          ? yield* ask(q.messagesBy, { ...author, ...NEWEST, limit })
          : yield* chosen(author, ids);
      const removed: FoundMessage[] = [];
      for (const { id, room_id: roomId } of messages) {
        const revision = { kind: 'delete', by, at } as const;
        const revised = yield* reviseMessage({ roomId, messageId: id, revision });
        if (revised.isChanged) removed.push({ row: revised.row, roomId });
      }
      return removed;
    },
  };

  /** Those of the ids that are the author's, there, and in the room that was asked for. */
  function* chosen(
    author: AuthoredArgs,
    ids: readonly string[],
  ): Operation<readonly { readonly id: string; readonly room_id: string }[]> {
    const messages: { readonly id: string; readonly room_id: string }[] = [];
    for (const id of ids) {
      const [row] = yield* ask(q.messageById, { id });
      if (row === undefined || row[5] !== author.userId || row[9] !== author.appId) continue;
      const [head] = yield* ask(q.headByKey, { roomKey: row[2] });
      if (head === undefined || row[3] <= head.purged_seq) continue;
      if (author.roomId !== null && author.roomId !== head.id) continue;
      messages.push({ id, room_id: head.id });
    }
    return messages;
  }
}
