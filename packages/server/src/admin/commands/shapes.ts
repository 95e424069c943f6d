/** Shapes that several of the operator's commands share. */
import { DEFAULT_APP_ID, type Room, type Sanction, type Sender, type User } from '@koine/contract';
import Type from 'typebox';
import { shownTarget, userUnder } from '../../core/sanctions.ts';

export const Text = Type.String({ maxLength: 1000 });
export const Id = Type.String({ minLength: 1, maxLength: 300 });
export const Name = Type.String({ maxLength: 1000 });
export const LongText = Type.String({ maxLength: 100_000 });
export const Reason = Type.String({ maxLength: 500 });
export const Count = Type.Integer({ minimum: 0 });
/** ms since epoch. */
export const Time = Type.Integer({ minimum: 0 });
export const Ms = Type.Integer({ minimum: 0, maximum: 100 * 365 * 86_400_000 });
export const OrNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const Role = Type.Enum(['root', 'admin', 'super_mod']);
export const RoomKind = Type.Enum(['public', 'private', 'direct']);
export const SanctionKind = Type.Enum(['ban', 'mute']);

/** Which page of a list; the first where nothing is said. */
export const PageInput = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
};

export function pageOf({ limit = 50, offset = 0 }: { limit?: number; offset?: number }) {
  return { limit, offset };
}

export const RoomShape = Type.Object({
  id: Text,
  uid: Text,
  app: Text,
  name: Name,
  description: LongText,
  kind: RoomKind,
  bridged: Type.Boolean(),
  ownerId: OrNull(Text),
  slowModeSeconds: Count,
  createdAt: Time,
  lastMessageAt: OrNull(Time),
  members: Count,
  /** That can be read, tombstones included. */
  messages: Count,
  online: Count,
});

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

/** `app`: in a bridged room two apps' users meet; empty: nobody's user. */
export const PersonShape = Type.Object({ app: Text, id: Text, name: Name, kind: Text });

export function shapeOfPerson({ appId: app, id, name, kind }: Sender) {
  return { app, id, name, kind };
}

export const UserShape = Type.Object({
  app: Text,
  id: Text,
  name: Name,
  username: OrNull(Text),
  kind: Text,
  roles: Type.Array(Role),
  createdAt: Time,
});

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

export const SanctionShape = Type.Object({
  id: Text,
  kind: SanctionKind,
  target: Text,
  /** Whose user it is; `null`: an address. */
  targetApp: OrNull(Text),
  /** What the user is called; `null`: an address, or nobody who is stored. */
  targetName: OrNull(Text),
  appId: Text,
  roomId: OrNull(Text),
  roomName: OrNull(Text),
  until: OrNull(Time),
  reason: Type.String(),
  byUserId: OrNull(Text),
  createdAt: Time,
});

export function shapeOfSanction(sanction: Sanction) {
  const { id, kind, appId, roomId, until, reason, byUserId, createdAt } = sanction;
  const target = shownTarget(sanction);
  const targetApp = userUnder(sanction)?.appId ?? null;
  return { id, kind, target, targetApp, appId, roomId, until, reason, byUserId, createdAt };
}

/** A list's page and the number of rows on all of them. */
export function listOf<T extends Type.TSchema>(item: T) {
  return Type.Object({ items: Type.Array(item), total: Count });
}

/** Absent or empty: everything. */
export function searchText(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

export const appOrDefault = (app: string | undefined): string => app ?? DEFAULT_APP_ID;
