import type { UserKey, UserRef } from '@koine/contract';
import type { Revision } from '../../core/ports/stores.ts';
import {
  ERASED,
  keysOf,
  type MessageRow,
  type Reactor,
  type RevisedColumns,
  type StoredReactions,
} from '../message-fields.ts';
import { ask, type Operation, OperationError } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import { formerUser, isFormers, reactorAfter, sentBefore } from './former-users.ts';

export interface FoundMessage {
  readonly row: MessageRow;
  readonly roomId: string;
}

export interface RevisedMessage {
  readonly row: MessageRow;
  readonly isChanged: boolean;
  readonly action: 'added' | 'removed' | null;
}

type Edition = RevisedColumns & { readonly action: 'added' | 'removed' | null };

export function messageOperations(q: Queries) {
  return {
    *findMessage(
      by: { readonly id: string } | { readonly number: number },
    ): Operation<FoundMessage | null> {
      const [row] = 'id' in by ? yield* ask(q.messageById, by) : yield* ask(q.messageByNumber, by);
      if (row === undefined) return null;
      const { roomKey, seq } = keysOf(row);
      const [head] = yield* ask(q.headByKey, { roomKey });
      if (head === undefined || seq <= head.purged_seq) return null;
      return { row, roomId: head.id };
    },

    *findMessageByClientKey(by: {
      readonly roomId: string;
      readonly sender: UserRef;
      readonly clientKey: string;
    }): Operation<FoundMessage | null> {
      const [head] = yield* ask(q.head, { roomId: by.roomId });
      if (head === undefined) return null;
      const { sender, clientKey } = by;
      const row = yield* sentBefore(
        q,
        {
          roomKey: head.room_key,
          purgedSeq: head.purged_seq,
          senderId: sender.id,
          senderAppId: sender.appId,
          clientKey,
        },
        'find',
      );
      return row === null ? null : { row, roomId: head.id };
    },

    /** Whether the author of what was written is the present user of that id. */
    *isPresentAuthor({
      author,
      ...written
    }: {
      readonly author: UserKey;
      readonly number: number;
      readonly createdAt: number;
    }): Operation<boolean> {
      return !isFormers(yield* formerUser(q, author), written);
    },

    *reviseMessage(input: {
      readonly roomId: string;
      readonly messageId: string;
      readonly revision: Revision;
    }): Operation<RevisedMessage> {
      const [present] = yield* ask(q.messageToRevise, { id: input.messageId });
      if (present === undefined || present.room_id !== input.roomId)
        throw new OperationError('messageNotFound');
      const { number } = present;
      const edition =
        present.deleted_at === null ? yield* editionOf(q, present, input.revision) : null;
      if (edition !== null) {
        const changeSeq = present.room_change_seq + 1;
        yield* ask(q.reviseMessage, { ...edition, number, change_seq: changeSeq });
        const deleted = edition.deleted_at === null ? 0 : 1;
        if (deleted === 1) yield* ask(q.deleteMentionsOf, { messageNumber: number });
        yield* ask(q.changeHead, { roomKey: present.room_key, changeSeq, deleted });
      }
      const [row] = yield* ask(q.messageByNumber, { number });
      if (row === undefined) throw new OperationError('messageNotFound');
      return { row, isChanged: edition !== null, action: edition?.action ?? null };
    },

    *purge(input: {
      readonly roomId: string;
      readonly at: number;
    }): Operation<{ readonly purgedSeq: number; readonly changeSeq: number }> {
      const [head] = yield* ask(q.head, { roomId: input.roomId });
      if (head === undefined) throw new OperationError('roomNotFound');
      const purged = { purgedSeq: head.last_seq, changeSeq: head.change_seq + 1 };
      yield* ask(q.purgeHead, { ...purged, roomKey: head.room_key, at: input.at });
      return purged;
    },
  };
}

function* editionOf(q: Queries, present: RevisedColumns, revision: Revision): Operation<Edition> {
  switch (revision.kind) {
    case 'edit':
      return {
        ...present,
        content: revision.content,
        meta: revision.meta === null ? present.meta : JSON.stringify(revision.meta),
        edited_at: revision.at,
        edit_reason: revision.reason,
        action: null,
      };
    case 'delete':
      return {
        ...present,
        ...ERASED,
        deleted_at: revision.at,
        deleted_by: revision.by,
        action: null,
      };
    case 'react': {
      const reactions: StoredReactions = JSON.parse(present.reactions);
      const reactor = reactorAfter(yield* formerUser(q, revision.user), revision.user);
      const action = toggle(reactions, reactor, revision);
      return { ...present, reactions: JSON.stringify(reactions), action };
    }
  }
}

function toggle(
  reactions: StoredReactions,
  user: Reactor,
  { emoji, emojiMax, reactorsMax }: Extract<Revision, { kind: 'react' }>,
): 'added' | 'removed' {
  const isFull = () => reactions.reduce((sum, [, users]) => sum + users.length, 0) >= reactorsMax;
  const index = reactions.findIndex(([used]) => used === emoji);
  const users = reactions[index]?.[1];
  if (users === undefined) {
    if (reactions.length >= emojiMax)
      throw new OperationError('tooManyReactions', { limit: emojiMax });
    if (isFull()) throw new OperationError('tooManyReactors', { limit: reactorsMax });
    reactions.push([emoji, [user]]);
    return 'added';
  }
  const held = users.indexOf(user);
  if (held < 0) {
    if (isFull()) throw new OperationError('tooManyReactors', { limit: reactorsMax });
    users.push(user);
    return 'added';
  }
  users.splice(held, 1);
  if (users.length === 0) reactions.splice(index, 1);
  return 'removed';
}
