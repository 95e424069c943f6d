import { type Message, userRefOf } from '@koine/contract';
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
  /** Whose user that was; empty: nobody's, but a key or an operator. */
  deletedByApp: OrNull(Text),
});

export function shapeOfMessage(message: Message) {
  const by = message.deletedBy === null ? null : userRefOf(message.deletedBy);
  return {
    id: message.id,
    seq: message.seq,
    sender: shapeOfPerson(message.sender),
    content: message.content,
    type: message.type,
    createdAt: message.createdAt,
    editedAt: message.editedAt,
    deletedAt: message.deletedAt,
    deletedBy: by?.id ?? null,
    deletedByApp: by?.appId ?? null,
  };
}
