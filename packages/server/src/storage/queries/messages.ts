import type { UserKey, UserKind } from '@koine/contract';
import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { statement, tupleStatement } from '../statement.ts';

type Db = Kysely<Schema>;

/** The columns of a message as every read returns them, in this order. */
export const MESSAGE_COLUMNS = [
  'number',
  'id',
  'room_key',
  'seq',
  'change_seq',
  'sender_id',
  'sender_name',
  'sender_avatar_url',
  'sender_kind',
  'sender_app_id',
  'content',
  'type',
  'meta',
  'client_key',
  'created_at',
  'edited_at',
  'edit_reason',
  'deleted_at',
  'deleted_by',
  'reactions',
] as const;

/** What a new message brings, in the order in which it travels to the writer; seqs and the room's key come there. */
export interface NewMessageArgs {
  readonly roomKey: number;
  readonly seq: number;
  readonly changeSeq: number;
  readonly id: string;
  readonly senderId: string;
  readonly senderName: string;
  readonly senderAvatarUrl: string | null;
  readonly senderKind: UserKind;
  readonly senderAppId: string;
  readonly content: string;
  readonly type: string;
  readonly meta: string | null;
  readonly clientKey: string | null;
  readonly createdAt: number;
}

interface ByClientKey {
  readonly roomKey: number;
  readonly senderId: string;
  readonly senderAppId: string;
  readonly clientKey: string;
}

/** The parts of a message that a revision changes. */
export interface RevisedArgs {
  readonly number: number;
  readonly changeSeq: number;
  readonly content: string;
  readonly meta: string | null;
  readonly editedAt: number | null;
  readonly editReason: string | null;
  readonly deletedAt: number | null;
  readonly deletedBy: UserKey | null;
  readonly reactions: string;
}

export function messageQueries(db: Db) {
  const messages = db.selectFrom('messages').select(MESSAGE_COLUMNS);
  return {
    messageByNumber: tupleStatement<{ number: number }>()(MESSAGE_COLUMNS, (slot) =>
      messages.where('number', '=', slot('number')),
    ),
    messageById: tupleStatement<{ id: string }>()(MESSAGE_COLUMNS, (slot) =>
      messages.where('id', '=', slot('id')),
    ),
    messageByClientKey: tupleStatement<ByClientKey>()(MESSAGE_COLUMNS, (slot) =>
      messages
        .where('room_key', '=', slot('roomKey'))
        .where('sender_id', '=', slot('senderId'))
        .where('client_key', '=', slot('clientKey'))
        .where('sender_app_id', '=', slot('senderAppId')),
    ),
    messageToRevise: statement<{ id: string }>()((slot) =>
      db
        .selectFrom('messages')
        .innerJoin('rooms', 'rooms.room_key', 'messages.room_key')
        .innerJoin('room_heads', 'room_heads.room_key', 'messages.room_key')
        .select([
          'messages.number',
          'messages.room_key',
          'messages.content',
          'messages.meta',
          'messages.edited_at',
          'messages.edit_reason',
          'messages.deleted_at',
          'messages.deleted_by',
          'messages.reactions',
          'rooms.id as room_id',
          'room_heads.change_seq as room_change_seq',
        ])
        .where('messages.id', '=', slot('id'))
        .whereRef('messages.seq', '>', 'room_heads.purged_seq'),
    ),
    reviseMessage: statement<RevisedArgs>()((slot) =>
      db
        .updateTable('messages')
        .set({
          change_seq: slot('changeSeq'),
          content: slot('content'),
          meta: slot('meta'),
          edited_at: slot('editedAt'),
          edit_reason: slot('editReason'),
          deleted_at: slot('deletedAt'),
          deleted_by: slot('deletedBy'),
          reactions: slot('reactions'),
        })
        .where('number', '=', slot('number')),
    ),
    /** The hot path. Its parameters stand in the order of `NewMessageArgs`' fields, with `changeSeq` twice. */
    insertMessage: statement<NewMessageArgs>()((slot) =>
      db.insertInto('messages').values({
        room_key: slot('roomKey'),
        seq: slot('seq'),
        change_seq: slot('changeSeq'),
        created_change_seq: slot('changeSeq'),
        id: slot('id'),
        sender_id: slot('senderId'),
        sender_name: slot('senderName'),
        sender_avatar_url: slot('senderAvatarUrl'),
        sender_kind: slot('senderKind'),
        sender_app_id: slot('senderAppId'),
        content: slot('content'),
        type: slot('type'),
        meta: slot('meta'),
        client_key: slot('clientKey'),
        created_at: slot('createdAt'),
      }),
    ),
  };
}
