/** The wire of the reactions protocol. These schemas validate it and are its API spec. */
import Type, { type Static } from 'typebox';
import { ChangeNumber, positionShape } from '../../api-spec/position.ts';
import { ClientKey, clientFrame, closed, frameOf, ReactionAction } from '../../api-spec/shapes.ts';
import { textUpTo } from '../../api-spec/text-limit.ts';

const Uuid = Type.String({ format: 'uuid' });

/** Client to server, by `type`. */
export const CLIENT_FRAMES = {
  send_message: clientFrame(
    'send_message',
    Type.Object({
      text: Type.String({ description: 'Not blank', ...textUpTo('reactionsTextCharsMax') }),
      author_name: Type.Optional(Type.String({ maxLength: 64, default: 'Anonymous' })),
      client_key: ClientKey,
      reply_to: Type.Optional(
        Type.Union([Type.Null(), Type.String()], {
          description: 'The id of the message of this room that it answers',
        }),
      ),
    }),
  ),
  add_reaction: clientFrame(
    'add_reaction',
    Type.Object({
      message_id: Uuid,
      emoji: Type.String({ description: 'Exactly one RGI emoji' }),
    }),
  ),
} as const;
export const ClientFrame = frameOf(CLIENT_FRAMES);
export type ClientFrame = Static<typeof ClientFrame>;

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

/** Server to client, by `type`. */
export const SERVER_FRAMES = {
  message: closed({
    type: Type.Literal('message'),
    data: WallMessage,
    change: Type.Optional(ChangeNumber),
  }),
  reaction_updated: closed({
    type: Type.Literal('reaction_updated'),
    data: closed({
      message_id: Uuid,
      emoji: Type.String(),
      user_id: Type.String(),
      action: ReactionAction,
      message: WallMessage,
    }),
    change: Type.Optional(ChangeNumber),
  }),
  error: closed({
    type: Type.Literal('error'),
    data: closed({ error: Type.String() }),
  }),
  /**
   * Begins the catch-up of a client that came with `since`: what follows are the changes above `from`, up to `to`. With
   * `since=now` it comes behind the replay, and both are where live frames go on.
   */
  resumed: closed({
    type: Type.Literal('resumed'),
    data: closed({ from: Type.Integer({ minimum: 0 }), to: Type.Integer({ minimum: 0 }) }),
    ...positionShape,
  }),
  /** Instead of a catch-up: what the client has is of no use, it must reload. Live frames follow, from `change` on. */
  resync: closed({
    type: Type.Literal('resync'),
    data: closed({}),
    ...positionShape,
  }),
} as const;

/** A frame as it is written: one that the table does not have is no such text. */
export type ServerText = `{"type":"${keyof typeof SERVER_FRAMES}",${string}}`;
