/** The model's nouns as the operator's commands show them. */
import {
  DEFAULT_APP_ID,
  type Message,
  type Room,
  type Sanction,
  type Sender,
  type User,
  userRefOf,
} from '@koine/contract';
import { shownTarget, userUnder } from '../../core/sanctions.ts';

export function pageOf({ limit = 50, offset = 0 }: { limit?: number; offset?: number }) {
  return { limit, offset };
}

export function shapeOfRoom(room: Room, online: number) {
  return {
    id: room.id,
    uid: room.uid,
    app: room.appId,
    name:
      room.name === '' && room.pair !== null
        ? room.pair.map((id) => id ?? 'a deleted user').join(' and ')
        : room.name,
    description: room.description,
    kind: room.kind,
    bridged: room.bridged,
    ownerId: room.ownerId,
    slowModeSeconds: room.slowModeSeconds,
    createdAt: room.createdAt,
    lastMessageAt: room.lastMessageAt,
    members: room.memberCount,
    messages: room.lastSeq - room.purgedSeq,
    online,
  };
}

export function shapeOfPerson({ appId: app, id, name, kind }: Sender) {
  return { app, id, name, kind };
}

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

export function shapeOfUser(user: User) {
  return {
    app: user.appId,
    id: user.id,
    name: user.displayName,
    username: user.username,
    kind: user.kind,
    roles: [...user.roles],
    createdAt: user.createdAt,
  };
}

export function shapeOfSanction(sanction: Sanction) {
  const { id, kind, appId, roomId, until, reason, byUserId, createdAt } = sanction;
  const target = shownTarget(sanction);
  const targetApp = userUnder(sanction)?.appId ?? null;
  return { id, kind, target, targetApp, appId, roomId, until, reason, byUserId, createdAt };
}

/** Absent or empty: everything. */
export function searchText(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

export const appOrDefault = (app: string | undefined): string => app ?? DEFAULT_APP_ID;
