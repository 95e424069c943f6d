/** The wire of the reactions protocol. These schemas validate it and are its API spec. */
import Type, { type Static } from 'typebox';
import { ChangeNumber, positionShape } from '../../api-spec/position.ts';
import { ClientKey, closed } from '../../api-spec/shapes.ts';
import { textUpTo } from '../../api-spec/text-limit.ts';

const Uuid = Type.String({ format: 'uuid' });

/** Client to server: a new message. Keys not named here are ignored, here and below. */
export const SendMessage = Type.Object({
  type: Type.Literal('send_message'),
  data: Type.Object({
    text: Type.String({ description: 'Not blank', ...textUpTo('reactionsTextCharsMax') }),
    author_name: Type.Optional(Type.String({ maxLength: 64, default: 'Anonymous' })),
    client_key: ClientKey,
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

export const WallMessage = closed({
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
  meta: Type.Optional(closed({ reply_to: Uuid }, { description: 'Of an answer' })),
});

export const MessageFrame = closed({
  type: Type.Literal('message'),
  data: WallMessage,
  change: Type.Optional(ChangeNumber),
});

export const ReactionUpdatedFrame = closed({
  type: Type.Literal('reaction_updated'),
  data: closed({
    message_id: Uuid,
    emoji: Type.String(),
    user_id: Type.String(),
    action: Type.Union([Type.Literal('added'), Type.Literal('removed')]),
    message: WallMessage,
  }),
  change: Type.Optional(ChangeNumber),
});

export const ErrorFrame = closed({
  type: Type.Literal('error'),
  data: closed({ error: Type.String() }),
});

/**
 * Begins the catch-up of a client that came with `since`: what follows are the changes above `from`, up to `to`. With
 * `since=now` it comes behind the replay, and both are where live frames go on.
 */
export const ResumedFrame = closed({
  type: Type.Literal('resumed'),
  data: closed({ from: Type.Integer({ minimum: 0 }), to: Type.Integer({ minimum: 0 }) }),
  ...positionShape,
});

/** Instead of a catch-up: what the client has is of no use, it must reload. Live frames follow, from `change` on. */
export const ResyncFrame = closed({
  type: Type.Literal('resync'),
  data: closed({}),
  ...positionShape,
});

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
