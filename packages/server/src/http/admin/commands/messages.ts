import { type Message, userIdOf } from '@koine/contract';
import Type from 'typebox';
import { Count, OrNull, PersonShape, shapeOfPerson, Text, Time } from './shapes.ts';

export const MessageShape = Type.Object({
  id: Text,
  seq: Count,
  sender: PersonShape,
  content: Type.String(),
  type: Text,
  createdAt: Time,
  editedAt: OrNull(Time),
  deletedAt: OrNull(Time),
  deletedBy: OrNull(Text),
});

export function shapeOfMessage(message: Message) {
  return {
    id: message.id,
    seq: message.seq,
    sender: shapeOfPerson(message.sender),
    content: message.content,
    type: message.type,
    createdAt: message.createdAt,
    editedAt: message.editedAt,
    deletedAt: message.deletedAt,
    deletedBy: message.deletedBy === null ? null : userIdOf(message.deletedBy),
  };
}
