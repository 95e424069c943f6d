import type { Member, Room, Sanction } from '@koine/contract';
import { assertNoPathStep, foldUuid } from '../ids.ts';
import { fitName, parseClientKey } from '../text.ts';
import type { ArchivedMessage } from './archived-message.ts';
import type { ArchivedUser, ArchiveLine } from './lines.ts';

/** Longer than any limit: a key that was taken elsewhere is kept. */
const CLIENT_KEY_CHARS_MAX = 10_000;

/**
 * A line as the same thing would be kept had it come by a protocol: ids in their one spelling, names on one line, text that is
 * well-formed. Throws `invalidInput` for an id that no user may have, or a key that is no text.
 */
export function checkedLine(line: ArchiveLine): ArchiveLine {
  switch (line.type) {
    case 'user':
      return { ...line, user: checkedUser(line.user) };
    case 'room':
      return { ...line, room: checkedRoom(line.room) };
    case 'message':
      return { ...line, message: checkedMessage(line.message) };
    case 'member':
      return { ...line, member: checkedMember(line.member), lastReadId: fold(line.lastReadId) };
    case 'sanction':
      return { ...line, sanction: checkedSanction(line.sanction) };
  }
}

export function checkedRoom(room: Room): Room {
  for (const userId of room.pair ?? []) if (userId !== null) assertNoPathStep(userId, 'pair');
  if (room.ownerId !== null) assertNoPathStep(room.ownerId, 'ownerId');
  return {
    ...room,
    id: foldUuid(room.id),
    name: fitName(room.name, ''),
    description: room.description.toWellFormed(),
  };
}

function checkedUser(user: ArchivedUser): ArchivedUser {
  assertNoPathStep(user.id, 'id');
  return { ...user, displayName: fitName(user.displayName, user.username ?? user.id) };
}

function checkedMessage(message: ArchivedMessage): ArchivedMessage {
  const { sender } = message;
  assertNoPathStep(sender.id, 'sender');
  return {
    ...message,
    id: foldUuid(message.id),
    roomId: foldUuid(message.roomId),
    sender: { ...sender, name: fitName(sender.name, sender.id) },
    content: message.content.toWellFormed(),
    clientKey: parseClientKey(message.clientKey, CLIENT_KEY_CHARS_MAX),
    replyTo: fold(message.replyTo ?? null),
  };
}

function checkedMember(member: Member): Member {
  const { roomId, userId, userName } = member;
  assertNoPathStep(userId, 'userId');
  return { ...member, roomId: foldUuid(roomId), userName: fitName(userName, userId) };
}

function checkedSanction(sanction: Sanction): Sanction {
  return {
    ...sanction,
    id: foldUuid(sanction.id),
    roomId: fold(sanction.roomId),
    reason: sanction.reason.toWellFormed(),
  };
}

function fold(id: string | null): string | null {
  return id === null ? null : foldUuid(id);
}
