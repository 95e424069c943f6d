/** Shapes that several of the operator's commands share. */
import Type from 'typebox';

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

/** Which page of a list; by default the first. */
export const PageInput = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
};

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

/** `app`: in a bridged room two apps' users meet; empty: no app's user. */
export const PersonShape = Type.Object({ app: Text, id: Text, name: Name, kind: Text });

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
  /** The app of that user; empty: it was a key or an operator. */
  deletedByApp: OrNull(Text),
});

export const UserShape = Type.Object({
  app: Text,
  id: Text,
  name: Name,
  username: OrNull(Text),
  kind: Text,
  roles: Type.Array(Role),
  createdAt: Time,
});

export const SanctionShape = Type.Object({
  id: Text,
  kind: SanctionKind,
  target: Text,
  /** The app of the user; `null`: an address. */
  targetApp: OrNull(Text),
  /** The user's name; `null`: an address, or no stored user. */
  targetName: OrNull(Text),
  appId: Text,
  roomId: OrNull(Text),
  roomName: OrNull(Text),
  until: OrNull(Time),
  reason: Type.String(),
  byUserId: OrNull(Text),
  createdAt: Time,
});

/** A list's page and the number of rows on all of them. */
export function listOf<T extends Type.TSchema>(item: T) {
  return Type.Object({ items: Type.Array(item), total: Count });
}
