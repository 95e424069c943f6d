import { authoredKey } from '../authored.ts';
import type { RestoredColumns } from '../message-fields.ts';
import { ask, type Operation, OperationError } from '../operation.ts';
import type { Queries } from '../queries/index.ts';

/** What a message was given when it was restored. `index`: which of the input it is. */
export interface RestoredNumbers {
  readonly index: number;
  readonly number: number;
  readonly seq: number;
  readonly changeSeq: number;
}

export function restoreOperations(q: Queries) {
  return {
    *restoreMessages(input: {
      readonly roomId: string;
      readonly messages: readonly RestoredColumns[];
      readonly changeSeqMin: number;
    }): Operation<readonly RestoredNumbers[]> {
      const [head] = yield* ask(q.head, { roomId: input.roomId });
      if (head === undefined) throw new OperationError('roomNotFound');
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
        const numbers = { room_key: roomKey, seq, change_seq: changeSeq };
        const [inserted] = yield* ask(q.insertRestored, { ...message, ...numbers });
        if (inserted === undefined) throw new OperationError('conflict');
        yield* ask(q.insertAuthored, authoredKey(message, roomKey, seq));
        restored.push({ index, number: inserted.number, seq, changeSeq });
        lastMessageAt = Math.max(lastMessageAt ?? 0, message.created_at);
        if (message.deleted_at !== null) deleted += 1;
      }
      if (restored.length === 0 || lastMessageAt === null) return [];
      yield* ask(q.advanceHead, { roomKey, lastSeq: seq, changeSeq, lastMessageAt });
      yield* ask(q.changeHead, { roomKey, changeSeq, deleted });
      return restored;
    },
  };

  /** Whether the message, or the one that its sender sent under the same client key, is there already. */
  function* isKnown(roomKey: number, message: RestoredColumns): Operation<boolean> {
    const { id, sender_id: senderId, sender_app_id: senderAppId, client_key: clientKey } = message;
    const [byId] = yield* ask(q.messageById, { id });
    if (byId !== undefined) return true;
    if (clientKey === null) return false;
    const by = { roomKey, purgedSeq: 0, senderId, senderAppId, clientKey };
    const [byKey] = yield* ask(q.messageByClientKey, by);
    return byKey !== undefined;
  }
}
