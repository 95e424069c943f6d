/** The wire of the reactions protocol. These schemas validate it and are its API spec. */
import Type, { type Static } from 'typebox';
import { ChangeNumber, positionShape } from '../../api-spec/position.ts';
import { textUpTo } from '../../api-spec/text-limit.ts';

const Uuid = Type.String({ format: 'uuid' });

/** Client to server: a new message. Keys not named here are ignored, here and below. */
export const SendMessage = Type.Object({
  type: Type.Literal('send_message'),
  data: Type.Object({
    text: Type.String({ description: 'Not blank', ...textUpTo('reactionsTextCharsMax') }),
    author_name: Type.Optional(Type.String({ maxLength: 64, default: 'Anonymous' })),
    client_key: Type.Optional(
      Type.Union([Type.Null(), Type.String({ minLength: 1, ...textUpTo('clientKeyCharsMax') })], {
        description:
          'Idempotency key: a retry with the same key is answered with the first message',
      }),
    ),
    reply_to: Type.Optional(
      Type.Union([Type.Null(), Type.String()], {
        description: 'The id of the message of this room that it answers',
      }),
    ),
  }),
});

/** Client to server: toggles the client's reaction. */
export const AddReaction = Type.Object({
  type: Type.Literal('add_reaction'),
  data: Type.Object({
    message_id: Uuid,
    emoji: Type.String({ description: 'Exactly one RGI emoji' }),
  }),
});

/** Client to server, by `type`. */
export const CLIENT_FRAMES = { send_message: SendMessage, add_reaction: AddReaction } as const;
type ClientFrames = typeof CLIENT_FRAMES;
export type ClientFrame = {
  [Name in keyof ClientFrames]: Static<ClientFrames[Name]>;
}[keyof ClientFrames];
export const ClientFrame = Type.Unsafe<ClientFrame>(Type.Union(Object.values(CLIENT_FRAMES)));

const closed = { additionalProperties: false };

export const WallMessage = Type.Object(
  {
    id: Uuid,
    text: Type.String(),
    author_id: Type.String({
      description: 'Derived from the IP address, `user_` and 12 hex digits',
    }),
    author_name: Type.String(),
    created_at: Type.Integer({ description: 'Seconds since 1970 (UTC)' }),
    reactions: Type.Record(Type.String(), Type.Array(Type.String(), { minItems: 1 }), {
      description: 'Emoji to user ids, in the order they reacted',
    }),
    meta: Type.Optional(
      Type.Object({ reply_to: Uuid }, { ...closed, description: 'Of an answer' }),
    ),
  },
  closed,
);

export const MessageFrame = Type.Object(
  { type: Type.Literal('message'), data: WallMessage, change: Type.Optional(ChangeNumber) },
  closed,
);

export const ReactionUpdatedFrame = Type.Object(
  {
    type: Type.Literal('reaction_updated'),
    data: Type.Object(
      {
        message_id: Uuid,
        emoji: Type.String(),
        user_id: Type.String(),
        action: Type.Union([Type.Literal('added'), Type.Literal('removed')]),
        message: WallMessage,
      },
      closed,
    ),
    change: Type.Optional(ChangeNumber),
  },
  closed,
);

export const ErrorFrame = Type.Object(
  { type: Type.Literal('error'), data: Type.Object({ error: Type.String() }, closed) },
  closed,
);

/**
 * Begins the catch-up of a client that came with `since`: what follows are the changes above `from`, up to `to`. With
 * `since=now` it comes behind the replay, and both are where live frames go on.
 */
export const ResumedFrame = Type.Object(
  {
    type: Type.Literal('resumed'),
    data: Type.Object(
      { from: Type.Integer({ minimum: 0 }), to: Type.Integer({ minimum: 0 }) },
      closed,
    ),
    ...positionShape,
  },
  closed,
);

/** Instead of a catch-up: what the client has is of no use, it must reload. Live frames follow, from `change` on. */
export const ResyncFrame = Type.Object(
  { type: Type.Literal('resync'), data: Type.Object({}, closed), ...positionShape },
  closed,
);

/** Server to client, by `type`. */
export const SERVER_FRAMES = {
  message: MessageFrame,
  reaction_updated: ReactionUpdatedFrame,
  error: ErrorFrame,
  resumed: ResumedFrame,
  resync: ResyncFrame,
} as const;

export const ServerFrame = Type.Union([
  MessageFrame,
  ReactionUpdatedFrame,
  ErrorFrame,
  ResumedFrame,
  ResyncFrame,
]);
export type ServerFrame = Static<typeof ServerFrame>;

/** A frame as it is written: one that the table does not have is no such text. */
export type ServerText = `{"type":"${keyof typeof SERVER_FRAMES}",${string}}`;
