import { type Member, NO_APP_ID, type Room, type Sanction, userOfLocalId } from '@koine/contract';
import { assertId, foldUuid } from '../ids.ts';
import { userUnder } from '../sanctions.ts';
import { fitName, parseClientKey } from '../text.ts';
import type { ArchivedMessage } from './archived-message.ts';
import type { ArchivedUser, ArchiveLine } from './lines.ts';

/** Longer than any limit: a key that was taken elsewhere is kept. */
const CLIENT_KEY_CHARS_MAX = 10_000;

/**
 * A line as the same thing would be kept had it come by a protocol: ids in their one spelling, names on one line, text that is
 * well-formed. Throws `invalidInput` for an id that nothing may have, or a key that is no text.
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
  assertId(room.appId, 'appId');
  for (const userId of room.pair ?? []) if (userId !== null) assertId(userId, 'pair');
  if (room.ownerId !== null) assertLocalId(room.ownerId, 'ownerId');
  return {
    ...room,
    id: foldUuid(room.id),
    name: fitName(room.name, ''),
    description: room.description.toWellFormed(),
  };
}

function checkedUser(user: ArchivedUser): ArchivedUser {
  assertId(user.id, 'id');
  assertId(user.appId, 'appId');
  return { ...user, displayName: fitName(user.displayName, user.username ?? user.id) };
}

function checkedMessage(message: ArchivedMessage): ArchivedMessage {
  const { sender, deletedBy, reactions } = message;
  assertUser(sender, 'sender');
  if (deletedBy !== null) assertUser(deletedBy, 'deletedBy');
  for (const reaction of reactions)
    for (const user of 'users' in reaction ? reaction.users : reaction.userIds)
      assertUser(user, 'reactions');
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
  assertLocalId(userId, 'userId');
  return { ...member, roomId: foldUuid(roomId), userName: fitName(userName, userId) };
}

function checkedSanction(sanction: Sanction): Sanction {
  const { id, appId, target, byUserId } = sanction;
  assertId(id, 'id');
  assertId(appId, 'appId');
  assertUser(userUnder(sanction) ?? target, 'target');
  if (byUserId !== null) assertId(byUserId, 'byUserId');
  return {
    ...sanction,
    id: foldUuid(id),
    roomId: fold(sanction.roomId),
    reason: sanction.reason.toWellFormed(),
  };
}

/** By the id alone where the app is not known. */
function assertUser(
  user: { readonly id: string; readonly appId?: string } | string,
  field: string,
): void {
  const { id, appId = NO_APP_ID } = typeof user === 'string' ? { id: user } : user;
  assertId(id, field);
  assertId(appId, field);
}

/** What `localIdOf` has written: another app's user comes with the app. */
function assertLocalId(localId: string, field: string): void {
  assertUser(userOfLocalId(localId, NO_APP_ID), field);
}

function fold(id: string | null): string | null {
  return id === null ? null : foldUuid(id);
}
