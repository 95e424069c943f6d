/**
 * The lines of an archive (core/archive/lines.ts) as they are checked when they come in. All that has a name here is read, so a
 * field of no name, as of a later version, is refused: an import loses nothing in silence. What stands in `meta` is the apps' own.
 */
import type { JsonObject } from '@koine/contract';
import Type, { type TProperties, type TSchema } from 'typebox';
import type { ArchiveLine as CoreLine } from '../core/archive/lines.ts';
import { metaError } from '../core/meta.ts';

const Id = Type.String({ minLength: 1, maxLength: 300 });
/** Empty: no app's user, but an app's key or the server. */
const AppId = Type.String({ maxLength: 300 });
const Uuid = Type.String({ pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$' });
const Name = Type.String({ maxLength: 1000 });
const Url = Type.String({ maxLength: 10_000 });
/** ms since epoch. */
const Time = Type.Integer({ minimum: 0, maximum: 8.64e15 });
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Meta = Type.Refine(
  Type.Unsafe<JsonObject>(Type.Object({})),
  (meta) => metaError(meta) === null,
  (meta) => metaError(meta) ?? '',
);

const UserKind = Type.Enum(['registered', 'guest', 'anonymous', 'bot', 'external']);

const User = closed({
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

export const ArchivedRoom = closed({
  id: Uuid,
  uid: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
  appId: Id,
  name: Name,
  description: Type.String({ maxLength: 100_000 }),
  kind: Type.Enum(['public', 'private', 'direct']),
  bridged: Type.Boolean(),
  ownerId: nullable(Id),
  /** `null`: a deleted user. */
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
const Sender = closed({
  id: Id,
  appId: Type.Optional(AppId),
  name: Name,
  avatarUrl: nullable(Url),
  kind: UserKind,
});
const UserRef = closed({ appId: AppId, id: Id });
const Emoji = Type.String({ maxLength: 100 });

const Message = closed({
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
      closed({ emoji: Emoji, users: Type.Array(UserRef) }),
      closed({ emoji: Emoji, userIds: Type.Array(Id) }),
    ]),
  ),
  clientKey: nullable(Type.String({ maxLength: 10_000 })),
  replyTo: Type.Optional(nullable(Uuid)),
});

const Member = closed({
  roomId: Uuid,
  userId: Id,
  userName: Name,
  role: Type.Enum(['owner', 'moderator', 'member']),
  joinedAt: Time,
  lastReadSeq: Count,
});

const Sanction = closed({
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

export const ArchiveHeader = closed({
  type: Type.Literal('koine-export'),
  version: Type.Literal(1),
  scope: Type.Enum(['app', 'room']),
  app: closed({ id: Id, name: Name }),
  exportedAt: Time,
});

/** By the word of `type`, so that an error can name what is wrong with a line. */
export const ARCHIVE_LINES = {
  user: closed({ type: Type.Literal('user'), user: User }),
  room: closed({ type: Type.Literal('room'), room: ArchivedRoom }),
  message: closed({ type: Type.Literal('message'), message: Message }),
  member: closed({
    type: Type.Literal('member'),
    member: Member,
    lastReadId: nullable(Uuid),
  }),
  sanction: closed({ type: Type.Literal('sanction'), sanction: Sanction }),
} satisfies Record<CoreLine['type'], TSchema>;

/** The last line: so many lines come before it. */
export const EndLine = closed({ type: Type.Literal('end'), lines: Count });

export const ArchiveLine = Type.Union([
  ARCHIVE_LINES.user,
  ARCHIVE_LINES.room,
  ARCHIVE_LINES.message,
  ARCHIVE_LINES.member,
  ARCHIVE_LINES.sanction,
]);

export const ArchiveCursor = closed({
  scope: Type.Enum(['app', 'room']),
  appId: Id,
  step: Type.Enum(['users', 'rooms', 'room', 'messages', 'members']),
  after: nullable(Id),
  roomIds: Type.Array(Uuid, { maxItems: 100 }),
  afterSeq: Count,
  afterMember: nullable(Id),
});

function closed<const Properties extends TProperties>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false });
}

function nullable<T extends Parameters<typeof Type.Union>[0][number]>(type: T) {
  return Type.Union([type, Type.Null()]);
}
