import { type UserKey, userKey } from '@koine/contract';
import { authoredKey } from '../authored.ts';
import {
  keysOf,
  type MessageRow,
  type RestoredColumns,
  type StoredReactions,
} from '../message-fields.ts';
import { ask, type Operation, OperationError } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import {
  type FormerUser,
  formerUser,
  isFormers,
  reactorAfter,
  sentBefore,
} from './former-users.ts';

type ArchivedReactions = readonly [emoji: string, users: readonly UserKey[]];

export function restoreOperations(q: Queries) {
  return {
    /** The rows that were added. */
    *restoreMessages(input: {
      readonly roomId: string;
      readonly messages: readonly RestoredColumns[];
      readonly changeSeqMin: number;
    }): Operation<readonly MessageRow[]> {
      const [head] = yield* ask(q.head, { roomId: input.roomId });
      if (head === undefined) throw new OperationError('roomNotFound');
      const { room_key: roomKey } = head;
      let seq = head.last_seq;
      let changeSeq = seq === 0 ? Math.max(head.change_seq, input.changeSeqMin) : head.change_seq;
      let lastMessageAt = head.last_message_at;
      let deleted = 0;
      const restored: MessageRow[] = [];
      const formerUsers = new Map<UserKey, FormerUser>();
      for (const archived of input.messages) {
        const message = yield* ofPresentUsers(archived, formerUsers);
        if (yield* isKnown(roomKey, message)) continue;
        seq += 1;
        changeSeq += 1;
        const replyToNumber = yield* numberOf(roomKey, message.reply_to);
        const numbers = { room_key: roomKey, seq, change_seq: changeSeq };
        yield* ask(q.insertRestored, { ...message, ...numbers, reply_to_number: replyToNumber });
        const [inserted] = yield* ask(q.messageById, message);
        if (inserted === undefined) throw new OperationError('conflict');
        yield* ask(q.insertAuthored, authoredKey(message, roomKey, seq));
        restored.push(inserted);
        lastMessageAt = Math.max(lastMessageAt ?? 0, message.created_at);
        if (message.deleted_at !== null) deleted += 1;
      }
      if (restored.length === 0 || lastMessageAt === null) return [];
      yield* ask(q.advanceHead, { roomKey, lastSeq: seq, changeSeq, lastMessageAt });
      yield* ask(q.changeHead, { roomKey, changeSeq, deleted });
      return restored;
    },
  };

  /** Of the message that one answers; `null`: it is not in the room. */
  function* numberOf(roomKey: number, id: string | null): Operation<number | null> {
    const [row] = id === null ? [] : yield* ask(q.messageById, { id });
    const keys = row && keysOf(row);
    return keys?.roomKey === roomKey ? keys.number : null;
  }

  /** Without former users' reactions, and without a client key that only a former user could send again. */
  function* ofPresentUsers(
    message: RestoredColumns,
    formerUsers: Map<UserKey, FormerUser>,
  ): Operation<RestoredColumns> {
    // Its number will be a new one: only its time can make it a former user's.
    const written = { number: Number.MAX_SAFE_INTEGER, createdAt: message.created_at };
    const archived: readonly ArchivedReactions[] = JSON.parse(message.reactions);
    const sender = userKey(message.sender_app_id, message.sender_id);
    for (const user of [sender, ...archived.flatMap(([, users]) => users)])
      if (!formerUsers.has(user)) formerUsers.set(user, yield* formerUser(q, user));
    const isPresent = (user: UserKey) => !isFormers(formerUsers.get(user), written);
    const reactions: StoredReactions = archived.map(([emoji, users]) => [
      emoji,
      users.filter(isPresent).map((user) => reactorAfter(formerUsers.get(user), user)),
    ]);
    return {
      ...message,
      reactions: JSON.stringify(reactions.filter(([, reactors]) => reactors.length > 0)),
      client_key: isPresent(sender) ? message.client_key : null,
    };
  }

  /** Whether the message, or the one that its sender sent under the same client key, is there already. */
  function* isKnown(roomKey: number, message: RestoredColumns): Operation<boolean> {
    const { id, sender_id: senderId, sender_app_id: senderAppId, client_key: clientKey } = message;
    const [byId] = yield* ask(q.messageById, { id });
    if (byId !== undefined) return true;
    if (clientKey === null) return false;
    const by = { roomKey, purgedSeq: 0, senderId, senderAppId, clientKey };
    return (yield* sentBefore(q, by, 'append')) !== null;
  }
}
