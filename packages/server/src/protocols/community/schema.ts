/** The wire of the community protocol's sockets. These schemas validate it and are its API spec. */
import { LIMITS } from '@koine/contract';
import Type, { type Static, type TSchema } from 'typebox';
import { ChangeNumber, positionShape, sinceOfRooms } from '../../api-spec/position.ts';
import {
  ClientKey,
  closed,
  OnlineTotal,
  ReactionAction,
  ReactionCounts,
  Reactions,
  SeqInRoom,
} from '../../api-spec/shapes.ts';
import { textUpTo } from '../../api-spec/text-limit.ts';
import { ROLES, type Role } from './roles.ts';

export const RoleName = Type.Unsafe<Role>(
  Type.Union(
    ROLES.map((role) => Type.Literal(role)),
    { description: 'Strongest first; `owner` and `mod` in the context of a room' },
  ),
);

export const UserShape = closed({
  uid: Type.String(),
  displayName: Type.String(),
  picture: Type.String({
    pattern: '^https?://',
    description: 'An image served by this server',
  }),
  countryCode: Type.String({
    pattern: '^([A-Z]{2})?$',
    description: 'From the proxy in front (setting countryHeader); else empty',
  }),
  balance: Type.Literal(0),
  roles: Type.Array(RoleName),
});
export type UserShape = Static<typeof UserShape>;

export const RoomShape = closed({
  uid: Type.String(),
  name: Type.String(),
  description: Type.String(),
  slowMode: Type.Integer({ minimum: 0, description: 'Seconds between two messages of one user' }),
});
export type RoomShape = Static<typeof RoomShape>;

const MessageId = Type.Integer({ minimum: 1, description: 'Of a message in the joined room' });

/** The number of the message that a new one answers. */
export const ReplyTo = Type.Union(
  [Type.Null(), Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })],
  { description: 'The id of the message of the room that it answers' },
);

const message = {
  id: Type.Integer({ minimum: 1, description: 'Unique in the installation, ascending' }),
  timestamp: Type.Integer({ description: 'Milliseconds since the Unix epoch' }),
  message: Type.String({ description: 'Empty once deleted' }),
  user: UserShape,
  deleted: Type.Optional(Type.Literal(true)),
  reactions: Type.Optional(Reactions),
  reactionCounts: Type.Optional(ReactionCounts),
  editedAt: Type.Optional(
    Type.Integer({ description: 'Milliseconds since the Unix epoch; only where it was edited' }),
  ),
  meta: Type.Optional(
    closed({ reply_to: Type.Integer({ minimum: 1 }) }, { description: 'Of an answer' }),
  ),
};
export const MessageShape = closed(message);
export type MessageShape = Static<typeof MessageShape>;
const NumberedMessage = closed({ ...message, change: Type.Optional(ChangeNumber) });

/** What a client emits, by event name. Keys not named here are ignored. */
export const CLIENT_EVENTS = {
  login: Type.Object({ token: Type.String({ minLength: 1 }) }),
  logout: Type.Object({ reason: Type.Optional(Type.Unknown({ description: 'Ignored' })) }),
  join: Type.Object({ uid: Type.String({ minLength: 1, description: 'Of a public room' }) }),
  sendMessage: Type.Object({
    text: Type.String({
      description: 'Not blank. One that begins with ! is a command',
      ...textUpTo('communityTextCharsMax'),
    }),
    timestamp: Type.Optional(Type.Unknown({ description: 'Ignored: the server stamps messages' })),
    client_key: ClientKey,
    reply_to: Type.Optional(ReplyTo),
  }),
  // Beyond the document.
  typing: Type.Object({
    typing: Type.Boolean({
      description: `Ends by itself unless renewed within limits.typingTimeoutMs (${LIMITS.typingTimeoutMs.default})`,
    }),
  }),
  react: Type.Object({
    id: MessageId,
    emoji: Type.String({ description: 'One emoji; the same one again removes it' }),
  }),
  editMessage: Type.Object({
    id: MessageId,
    text: Type.String({
      description: 'As in sendMessage; not a command',
      ...textUpTo('communityTextCharsMax'),
    }),
  }),
  deleteMessage: Type.Object({ id: MessageId }),
};
export type ClientEventName = keyof typeof CLIENT_EVENTS;

/** The acknowledgement of a rejection. */
export const ErrorAck = closed({
  error: Type.String({ description: 'Text for the user; the same as in `system`' }),
  code: Type.String({ description: 'docs/reference/errors.md' }),
  retryAfterMs: Type.Optional(
    Type.Integer({ minimum: 1, description: 'When the request may be retried' }),
  ),
  until: Type.Optional(
    Type.Integer({ description: 'When a ban or mute ends, ms since the Unix epoch' }),
  ),
});
export type ErrorAck = Static<typeof ErrorAck>;

const Done = closed({ error: Type.Null() });
const done = { error: Type.Null(), success: Type.Literal(true) };
const DoneTo = closed({
  ...done,
  result: Type.Integer({ description: 'The message’s id' }),
  seq: SeqInRoom,
  change: Type.Optional(ChangeNumber),
});

/** The acknowledgement, by event, of what was done; of what was not: `ErrorAck`. */
export const CLIENT_ACKS = {
  login: Done,
  logout: Done,
  join: Done,
  /** A command is acknowledged with `error` alone. */
  sendMessage: Type.Union([DoneTo, Done]),
  typing: Done,
  react: closed({
    ...DoneTo.properties,
    action: ReactionAction,
  }),
  editMessage: DoneTo,
  deleteMessage: DoneTo,
} satisfies Record<ClientEventName, TSchema>;

/** What a client passes as `auth` when it connects, if it wants to resume. */
export const ConnectAuth = Type.Object({
  since: Type.Optional(sinceOfRooms('uid or id of a room')),
});

const WithUser = closed({ user: UserShape });

/** What the server emits, by event name. */
export const SERVER_EVENTS = {
  auth_updated: closed({ user: Type.Union([UserShape, Type.Null()]) }),
  user_updated: WithUser,
  room_updated: closed({ room: RoomShape }),
  room_messages: closed({
    messages: Type.Array(MessageShape),
    epoch: Type.Optional(positionShape.epoch),
    change: Type.Optional(ChangeNumber),
  }),
  room_users: closed({
    users: Type.Array(UserShape),
    count: OnlineTotal,
  }),
  message: NumberedMessage,
  message_deleted: closed({
    ids: Type.Integer({ description: 'One id' }),
    change: Type.Optional(ChangeNumber),
  }),
  room_purged: closed({ deleted: Type.Literal(true), change: Type.Optional(ChangeNumber) }),
  system: closed({
    type: Type.Enum(['info', 'warning', 'success', 'error']),
    text: Type.String(),
  }),
  error: closed({
    timestamp: Type.Integer({ description: 'Seconds since the Unix epoch' }),
    message: Type.String(),
  }),
  // Beyond the document.
  message_updated: NumberedMessage,
  reaction_updated: closed({
    id: Type.Integer(),
    emoji: Type.String(),
    uid: Type.String({ description: 'Who reacted' }),
    action: ReactionAction,
    reactions: Reactions,
    reactionCounts: Type.Optional(ReactionCounts),
    change: Type.Optional(ChangeNumber),
  }),
  typing_changed: closed({ user: UserShape, typing: Type.Boolean() }),
  restriction: closed({
    kind: Type.Union([Type.Literal('ban'), Type.Literal('mute'), Type.Null()], {
      description: 'What keeps the client from writing here; null: nothing',
    }),
    until: Type.Union([Type.Integer(), Type.Null()], {
      description: 'Milliseconds since the Unix epoch; null: permanent, or no restriction',
    }),
  }),
  room_left: closed({ uid: Type.String() }),
  room_deleted: closed({ uid: Type.String() }),
  resumed: closed({
    room: Type.String(),
    from: Type.Integer(),
    to: Type.Integer(),
    ...positionShape,
  }),
  resync: closed({ room: Type.String(), ...positionShape }),
};
export type ServerEventName = keyof typeof SERVER_EVENTS;
export type ServerEvents = { [Name in ServerEventName]: Static<(typeof SERVER_EVENTS)[Name]> };
export type SystemType = ServerEvents['system']['type'];
