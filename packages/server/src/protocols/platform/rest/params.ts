import Type, { type Static } from 'typebox';
import { assertNoPathStep } from '../../../core/ids.ts';

const roomId = Type.String({
  description: 'Id of a room of the app',
  examples: ['550e8400-e29b-41d4-a716-446655440001'],
});
const messageId = Type.String({ description: 'Id of a message' });
export const UserId = Type.String({
  description: 'The app’s id of a user',
  examples: ['user_123'],
});

export const RoomParams = Type.Object({ room_id: roomId });
export const RoomMessageParams = Type.Object({ room_id: roomId, message_id: messageId });
export const MessageParams = Type.Object({ message_id: messageId });
export const ParticipantParams = Type.Object({ room_id: roomId, user_id: UserId });

/** The user that a path names. Throws `invalidInput` where the id could only have come by an unresolved path. */
export function userIdIn({
  user_id: id,
}: Pick<Static<typeof ParticipantParams>, 'user_id'>): string {
  assertNoPathStep(id, 'user_id');
  return id;
}
