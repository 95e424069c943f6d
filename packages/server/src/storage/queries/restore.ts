import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';
import type { NewMessageArgs, RevisedArgs } from './messages.ts';

/** A message in its final state. */
export interface RestoredArgs extends NewMessageArgs, Omit<RevisedArgs, 'number'> {}

export function restoreQueries(db: Kysely<Schema>) {
  return {
    /** As a message that was never revised: whatever it went through before is one change here. */
    insertRestored: statement<RestoredArgs>()((slot) =>
      db
        .insertInto('messages')
        .values({
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
          edited_at: slot('editedAt'),
          edit_reason: slot('editReason'),
          deleted_at: slot('deletedAt'),
          deleted_by: slot('deletedBy'),
          reactions: slot('reactions'),
        })
        .returning('number'),
    ),
  };
}
