/** The wire of the community protocol's sockets. These schemas validate it and are its API spec. */
import { LIMITS } from '@koine/contract';
import Type, { type Static, type TSchema } from 'typebox';
import { ChangeNumber, positionShape, sinceOfRooms } from '../../api-spec/position.ts';
import { textUpTo } from '../../api-spec/text-limit.ts';
import { ROLES, type Role } from './roles.ts';

const closed = { additionalProperties: false };

export const RoleName = Type.Unsafe<Role>(
  Type.Union(
    ROLES.map((role) => Type.Literal(role)),
    { description: 'Strongest first; `owner` and `mod` in the context of a room' },
  ),
);

export const UserShape = Type.Object(
  {
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
  },
  closed,
);
export type UserShape = Static<typeof UserShape>;

export const RoomShape = Type.Object(
  {
    uid: Type.String(),
    name: Type.String(),
    description: Type.String(),
    slowMode: Type.Integer({ minimum: 0, description: 'Seconds between two messages of one user' }),
  },
  closed,
);
export type RoomShape = Static<typeof RoomShape>;

/** Emoji to the uids of those who hold it, in the order they reacted. */
export const Reactions = Type.Record(Type.String(), Type.Array(Type.String()), {
  description: 'The users of each emoji, in the order they reacted: the first 100',
});
const ReactionCounts = Type.Record(Type.String(), Type.Integer(), {
  description: 'The number of users of an emoji; only for emoji with more than 100',
});

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
};
export const MessageShape = Type.Object(message, closed);
export type MessageShape = Static<typeof MessageShape>;
const NumberedMessage = Type.Object({ ...message, change: Type.Optional(ChangeNumber) }, closed);

const MessageId = Type.Integer({ minimum: 1, description: 'Of a message in the joined room' });

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
    client_key: Type.Optional(
      Type.Union([Type.Null(), Type.String({ minLength: 1, ...textUpTo('clientKeyCharsMax') })], {
        description:
          'Idempotency key: a retry with the same key is answered with the first message',
      }),
    ),
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

/** The acknowledgement of a refusal. */
export const RefusedAck = Type.Object(
  {
    error: Type.String({ description: 'Text for the user; the same as in `system`' }),
    code: Type.String({ description: 'docs/reference/errors.md' }),
    retryAfterMs: Type.Optional(
      Type.Integer({ minimum: 1, description: 'When the request may be retried' }),
    ),
    until: Type.Optional(
      Type.Integer({ description: 'When a ban or mute ends, ms since the Unix epoch' }),
    ),
  },
  closed,
);
export type RefusedAck = Static<typeof RefusedAck>;

const Done = Type.Object({ error: Type.Null() }, closed);
const done = { error: Type.Null(), success: Type.Literal(true) };
const DoneTo = Type.Object(
  {
    ...done,
    result: Type.Integer({ description: 'The message’s id' }),
    seq: Type.Optional(
      Type.Integer({
        description: 'Its place in the room; for clients that connected with `since`',
      }),
    ),
    change: Type.Optional(ChangeNumber),
  },
  closed,
);

/** The acknowledgement, by event, of what was done; of what was not: `RefusedAck`. */
export const CLIENT_ACKS = {
  login: Done,
  logout: Done,
  join: Done,
  /** A command is acknowledged with `error` alone. */
  sendMessage: Type.Union([DoneTo, Done]),
  typing: Done,
  react: Type.Object(
    {
      ...DoneTo.properties,
      action: Type.Union([Type.Literal('added'), Type.Literal('removed')]),
    },
    closed,
  ),
  editMessage: DoneTo,
  deleteMessage: DoneTo,
} satisfies Record<ClientEventName, TSchema>;

/** What a client passes as `auth` when it connects, if it wants to resume. */
export const ConnectAuth = Type.Object({
  since: Type.Optional(sinceOfRooms('uid or id of a room')),
});

const WithUser = Type.Object({ user: UserShape }, closed);

/** What the server emits, by event name. */
export const SERVER_EVENTS = {
  auth_updated: Type.Object({ user: Type.Union([UserShape, Type.Null()]) }, closed),
  user_updated: WithUser,
  room_updated: Type.Object({ room: RoomShape }, closed),
  room_messages: Type.Object(
    {
      messages: Type.Array(MessageShape),
      epoch: Type.Optional(positionShape.epoch),
      change: Type.Optional(ChangeNumber),
    },
    closed,
  ),
  room_users: Type.Object(
    {
      users: Type.Array(UserShape),
      count: Type.Optional(
        Type.Integer({ description: 'How many are online, when more than are listed' }),
      ),
    },
    closed,
  ),
  message: NumberedMessage,
  message_deleted: Type.Object(
    { ids: Type.Integer({ description: 'One id' }), change: Type.Optional(ChangeNumber) },
    closed,
  ),
  room_purged: Type.Object(
    { deleted: Type.Literal(true), change: Type.Optional(ChangeNumber) },
    closed,
  ),
  system: Type.Object(
    {
      type: Type.Enum(['info', 'warning', 'success', 'error']),
      text: Type.String(),
    },
    closed,
  ),
  error: Type.Object(
    {
      timestamp: Type.Integer({ description: 'Seconds since the Unix epoch' }),
      message: Type.String(),
    },
    closed,
  ),
  // Beyond the document.
  message_updated: NumberedMessage,
  reaction_updated: Type.Object(
    {
      id: Type.Integer(),
      emoji: Type.String(),
      uid: Type.String({ description: 'Who reacted' }),
      action: Type.Union([Type.Literal('added'), Type.Literal('removed')]),
      reactions: Reactions,
      reactionCounts: Type.Optional(ReactionCounts),
      change: Type.Optional(ChangeNumber),
    },
    closed,
  ),
  typing_changed: Type.Object({ user: UserShape, typing: Type.Boolean() }, closed),
  restriction: Type.Object(
    {
      kind: Type.Union([Type.Literal('ban'), Type.Literal('mute'), Type.Null()], {
        description: 'What keeps the client from writing here; null: nothing',
      }),
      until: Type.Union([Type.Integer(), Type.Null()], {
        description: 'Milliseconds since the Unix epoch; null: permanent, or no restriction',
      }),
    },
    closed,
  ),
  room_left: Type.Object({ uid: Type.String() }, closed),
  room_deleted: Type.Object({ uid: Type.String() }, closed),
  resumed: Type.Object(
    { room: Type.String(), from: Type.Integer(), to: Type.Integer(), ...positionShape },
    closed,
  ),
  resync: Type.Object({ room: Type.String(), ...positionShape }, closed),
};
export type ServerEventName = keyof typeof SERVER_EVENTS;
export type ServerEvents = { [Name in ServerEventName]: Static<(typeof SERVER_EVENTS)[Name]> };
export type SystemType = ServerEvents['system']['type'];
