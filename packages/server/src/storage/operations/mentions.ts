import { authoredKey } from '../authored.ts';
import { ask, type Operation, Refusal } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { NewMessageArgs } from '../queries/messages.ts';
import type { MessageRow, NotificationRow } from '../rows.ts';
import { erased } from './messages.ts';

/** A new message as its columns take it, without what its room gives it. */
export type AppendableMessage = Omit<NewMessageArgs, 'roomKey' | 'seq' | 'changeSeq'>;

export interface AppendedMentioning {
  readonly row: MessageRow;
  readonly isDuplicate: boolean;
  /** Those that can be read. */
  readonly notifications: readonly NotificationRow[];
}

export function mentionOperations(q: Queries) {
  return {
    /** The append of a message that mentions somebody: both in one commit. The appender's way is for all others. */
    *appendMentioning(input: {
      readonly roomId: string;
      readonly appId: string;
      readonly message: AppendableMessage;
      readonly mentions: readonly { readonly id: string; readonly userId: string }[];
    }): Operation<AppendedMentioning> {
      const { roomId, appId, message, mentions } = input;
      const [head] = yield* ask(q.head, { roomId });
      if (head === undefined) throw new Refusal('roomNotFound');
      const { room_key: roomKey } = head;
      const { clientKey, createdAt } = message;
      if (clientKey !== null) {
        const [first] = yield* ask(q.messageByClientKey, { ...message, roomKey, clientKey });
        if (first !== undefined) {
          const row = first[3] > head.purged_seq ? first : erased(first);
          return { row, isDuplicate: true, notifications: [] };
        }
      }
      const seq = head.last_seq + 1;
      const changeSeq = head.change_seq + 1;
      yield* ask(q.insertMessage, { ...message, roomKey, seq, changeSeq });
      yield* ask(q.insertAuthored, authoredKey(message, roomKey, seq));
      yield* ask(q.advanceHead, {
        roomKey,
        lastSeq: seq,
        changeSeq,
        lastMessageAt: createdAt,
      });
      const [row] = yield* ask(q.messageById, { id: message.id });
      if (row === undefined) throw new Refusal('conflict', { field: 'id' });
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
          messageNumber: row[0],
        });
        if (made.length > 0)
          notifications.push(...(yield* ask(q.notification, { appId, id, now: createdAt })));
      }
      return { row, isDuplicate: false, notifications };
    },
  };
}
