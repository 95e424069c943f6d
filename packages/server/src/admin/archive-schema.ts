/** The lines of an archive (core/archive/lines.ts) as they are checked when they come in. */
import type { JsonObject } from '@koine/contract';
import Type from 'typebox';

const Id = Type.String({ minLength: 1, maxLength: 300 });
/** Empty: no app's user, but an app's key or the server. */
const AppId = Type.String({ maxLength: 300 });
const Uuid = Type.String({ pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$' });
const Name = Type.String({ maxLength: 1000 });
const Url = Type.String({ maxLength: 10_000 });
/** ms since epoch. */
const Time = Type.Integer({ minimum: 0, maximum: 8.64e15 });
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Meta = Type.Unsafe<JsonObject>(Type.Object({}));

const UserKind = Type.Enum(['registered', 'guest', 'anonymous', 'bot', 'external']);

const User = Type.Object({
  id: Id,
  appId: Id,
  kind: UserKind,
  displayName: Name,
  avatarUrl: nullable(Url),
  username: nullable(Name),
  roles: Type.Array(Type.Enum(['root', 'admin', 'super_mod']), { maxItems: 3 }),
  meta: Meta,
  createdAt: Time,
  updatedAt: Time,
  passwordHash: nullable(Type.String({ maxLength: 1000 })),
});

export const ArchivedRoom = Type.Object({
  id: Uuid,
  uid: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
  appId: Id,
  name: Name,
  description: Type.String({ maxLength: 100_000 }),
  kind: Type.Enum(['public', 'private', 'direct']),
  bridged: Type.Boolean(),
  ownerId: nullable(Id),
  /** `null`: somebody who was deleted. */
  pair: nullable(Type.Tuple([nullable(Id), nullable(Id)])),
  slowModeSeconds: Count,
  meta: Meta,
  createdAt: Time,
  updatedAt: Time,
  lastMessageAt: nullable(Time),
  memberCount: Count,
  lastSeq: Count,
  changeSeq: Count,
  purgedSeq: Count,
});

/** Archives of Koine 0.1 hold ids without their apps. */
const Sender = Type.Object({
  id: Id,
  appId: Type.Optional(AppId),
  name: Name,
  avatarUrl: nullable(Url),
  kind: UserKind,
});
const UserRef = Type.Object({ appId: AppId, id: Id });
const Emoji = Type.String({ maxLength: 100 });

const Message = Type.Object({
  id: Uuid,
  number: Count,
  roomId: Uuid,
  seq: Count,
  changeSeq: Count,
  sender: Sender,
  content: Type.String({ maxLength: 1_000_000 }),
  type: Type.String({ minLength: 1, maxLength: 1000 }),
  meta: nullable(Meta),
  createdAt: Time,
  editedAt: nullable(Time),
  editReason: nullable(Type.String({ maxLength: 100_000 })),
  deletedAt: nullable(Time),
  deletedBy: Type.Union([UserRef, Id, Type.Null()]),
  reactions: Type.Array(
    Type.Union([
      Type.Object({ emoji: Emoji, users: Type.Array(UserRef) }),
      Type.Object({ emoji: Emoji, userIds: Type.Array(Id) }),
    ]),
  ),
  clientKey: nullable(Type.String({ maxLength: 10_000 })),
  replyTo: Type.Optional(nullable(Type.String())),
});

const Member = Type.Object({
  roomId: Uuid,
  userId: Id,
  userName: Name,
  role: Type.Enum(['owner', 'moderator', 'member']),
  joinedAt: Time,
  lastReadSeq: Count,
});

const Sanction = Type.Object({
  id: Id,
  kind: Type.Enum(['ban', 'mute']),
  appId: Id,
  roomId: nullable(Uuid),
  target: Type.String({ pattern: '^(user|ip):', maxLength: 400 }),
  until: nullable(Time),
  reason: Type.String({ maxLength: 100_000 }),
  byUserId: nullable(Id),
  createdAt: Time,
});

export const ArchiveHeader = Type.Object({
  type: Type.Literal('koine-export'),
  version: Type.Literal(1),
  scope: Type.Enum(['app', 'room']),
  app: Type.Object({ id: Id, name: Name }),
  exportedAt: Time,
});

/** By the word of `type`, so that an error can name what is wrong with a line. */
export const ARCHIVE_LINES = {
  user: Type.Object({ type: Type.Literal('user'), user: User }),
  room: Type.Object({ type: Type.Literal('room'), room: ArchivedRoom }),
  message: Type.Object({ type: Type.Literal('message'), message: Message }),
  member: Type.Object({
    type: Type.Literal('member'),
    member: Member,
    lastReadId: nullable(Uuid),
  }),
  sanction: Type.Object({ type: Type.Literal('sanction'), sanction: Sanction }),
};

export const ArchiveLine = Type.Union([
  ARCHIVE_LINES.user,
  ARCHIVE_LINES.room,
  ARCHIVE_LINES.message,
  ARCHIVE_LINES.member,
  ARCHIVE_LINES.sanction,
]);

export const ArchiveCursor = Type.Object({
  scope: Type.Enum(['app', 'room']),
  appId: Id,
  step: Type.Enum(['users', 'rooms', 'room', 'messages', 'members']),
  after: nullable(Id),
  roomIds: Type.Array(Uuid, { maxItems: 100 }),
  afterSeq: Count,
  afterMember: nullable(Id),
});

function nullable<T extends Parameters<typeof Type.Union>[0][number]>(type: T) {
  return Type.Union([type, Type.Null()]);
}
