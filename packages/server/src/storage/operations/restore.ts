import { authoredKey } from '../authored.ts';
import { ask, type Operation, Refusal } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { RestoredArgs } from '../queries/restore.ts';
import { NOTHING } from './messages.ts';

/** A message in its final state, as its columns take it. */
export type RestorableMessage = Omit<RestoredArgs, 'roomKey' | 'seq' | 'changeSeq'>;

/** What a message was given when it was restored. `index`: which of the input it is. */
export interface RestoredNumbers {
  readonly index: number;
  readonly number: number;
  readonly seq: number;
  readonly changeSeq: number;
}

/** Of a tombstone, whatever the archive says. */
const NOTHING_KEPT = {
  content: NOTHING.content,
  meta: NOTHING.meta,
  editReason: NOTHING.edit_reason,
  reactions: NOTHING.reactions,
};

export function restoreOperations(q: Queries) {
  return {
    *restoreMessages(input: {
      readonly roomId: string;
      readonly messages: readonly RestorableMessage[];
      readonly changeSeqMin: number;
    }): Operation<readonly RestoredNumbers[]> {
      const [head] = yield* ask(q.head, { roomId: input.roomId });
      if (head === undefined) throw new Refusal('roomNotFound');
      const { room_key: roomKey } = head;
      let seq = head.last_seq;
      let changeSeq = seq === 0 ? Math.max(head.change_seq, input.changeSeqMin) : head.change_seq;
      let lastMessageAt = head.last_message_at;
      let deleted = 0;
      const restored: RestoredNumbers[] = [];
      for (const [index, message] of input.messages.entries()) {
        if (yield* isKnown(roomKey, message)) continue;
        seq += 1;
        changeSeq += 1;
        const kept = message.deletedAt === null ? message : { ...message, ...NOTHING_KEPT };
        const [inserted] = yield* ask(q.insertRestored, { ...kept, roomKey, seq, changeSeq });
        if (inserted === undefined) throw new Refusal('conflict');
        yield* ask(q.insertAuthored, authoredKey(message, roomKey, seq));
        restored.push({ index, number: inserted.number, seq, changeSeq });
        lastMessageAt = Math.max(lastMessageAt ?? 0, message.createdAt);
        if (message.deletedAt !== null) deleted += 1;
      }
      if (restored.length === 0 || lastMessageAt === null) return [];
      yield* ask(q.advanceHead, { roomKey, lastSeq: seq, changeSeq, lastMessageAt });
      yield* ask(q.changeHead, { roomKey, changeSeq, deleted });
      return restored;
    },
  };

  /** Whether the message, or the one that its sender sent under the same client key, is there already. */
  function* isKnown(roomKey: number, message: RestorableMessage): Operation<boolean> {
    const { id, senderId, senderAppId, clientKey } = message;
    const [byId] = yield* ask(q.messageById, { id });
    if (byId !== undefined) return true;
    if (clientKey === null) return false;
    const by = { roomKey, senderId, senderAppId, clientKey };
    const [byKey] = yield* ask(q.messageByClientKey, by);
    return byKey !== undefined;
  }
}
