import { authoredKey } from '../authored.ts';
import { keysOf, type MessageRow, type NewColumns } from '../message-fields.ts';
import { ask, type Operation, OperationError } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { NotificationRow } from '../rows.ts';
import { sentBefore } from './former-users.ts';

export interface AppendedMentioning {
  readonly row: MessageRow;
  readonly isDuplicate: boolean;
  /** Those that can be read. */
  readonly notifications: readonly NotificationRow[];
}

export function mentionOperations(q: Queries) {
  return {
    /**
     * Appends a message that mentions users or replies to another, with its notifications, in one commit. The appender takes all
     * others.
     */
    *appendMentioning(input: {
      readonly roomId: string;
      readonly appId: string;
      readonly message: NewColumns;
      readonly mentions: readonly { readonly id: string; readonly userId: string }[];
    }): Operation<AppendedMentioning> {
      const { roomId, appId, message, mentions } = input;
      const [head] = yield* ask(q.head, { roomId });
      if (head === undefined) throw new OperationError('roomNotFound');
      const { room_key: roomKey, purged_seq: purgedSeq } = head;
      const { client_key: clientKey, created_at: createdAt } = message;
      const { sender_id: senderId, sender_app_id: senderAppId } = message;
      if (clientKey !== null) {
        const by = { roomKey, purgedSeq, senderId, senderAppId, clientKey };
        const row = yield* sentBefore(q, by, 'append');
        if (row !== null) return { row, isDuplicate: true, notifications: [] };
      }
      const replied = yield* repliedTo(message, roomKey, purgedSeq);
      const seq = head.last_seq + 1;
      const changeSeq = head.change_seq + 1;
      yield* ask(q.insertMessage, {
        ...message,
        ...replied,
        room_key: roomKey,
        seq,
        change_seq: changeSeq,
      });
      yield* ask(q.insertAuthored, authoredKey(message, roomKey, seq));
      yield* ask(q.advanceHead, {
        roomKey,
        lastSeq: seq,
        changeSeq,
        lastMessageAt: createdAt,
      });
      const [row] = yield* ask(q.messageById, { id: message.id });
      if (row === undefined) throw new OperationError('conflict', { field: 'id' });
      const notifications: NotificationRow[] = [];
      for (const { id, userId } of mentions) {
        const made = yield* ask(q.insertMention, {
          id,
          appId,
          userId,
          roomId,
          roomKey,
          actionUrl: `/rooms/${roomId}`,
          createdAt,
          messageNumber: keysOf(row).number,
        });
        if (made.length > 0)
          notifications.push(...(yield* ask(q.notification, { appId, id, now: createdAt })));
      }
      return { row, isDuplicate: false, notifications };
    },
  };

  /** By id and number what a new message answers, which names it by one of them. */
  function* repliedTo(
    { reply_to: id, reply_to_number: number }: NewColumns,
    roomKey: number,
    purgedSeq: number,
  ): Operation<Pick<NewColumns, 'reply_to' | 'reply_to_number'>> {
    const named = ([row]: readonly MessageRow[]) => {
      const keys = row && keysOf(row);
      if (keys?.roomKey !== roomKey || keys.seq <= purgedSeq)
        throw new OperationError('messageNotFound', { field: 'reply_to' });
      return { reply_to: keys.id, reply_to_number: keys.number };
    };
    if (id !== null) return named(yield* ask(q.messageById, { id }));
    if (number !== null) return named(yield* ask(q.messageByNumber, { number }));
    return { reply_to: null, reply_to_number: null };
  }
}
