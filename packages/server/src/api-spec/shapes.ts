/** Shapes that stand in the schemas of several protocols. */
import Type, { type Static, type TObjectOptions, type TProperties, type TSchema } from 'typebox';
import { textUpTo } from './text-limit.ts';

/** An object of these keys and no others. */
export function closed<const Properties extends TProperties>(
  properties: Properties,
  options: TObjectOptions = {},
) {
  return Type.Object(properties, { additionalProperties: false, ...options });
}

/** A client's `client_key`. */
export const ClientKey = Type.Optional(
  Type.Union([Type.Null(), Type.String({ minLength: 1, ...textUpTo('clientKeyCharsMax') })], {
    description: 'Idempotency key: a retry with the same key is answered with the first message',
  }),
);

/** Who reacted, by emoji. */
export const Reactions = Type.Record(Type.String(), Type.Array(Type.String()), {
  description: 'Emoji → user ids in the order they reacted: the first 100',
});
export const ReactionCounts = Type.Record(Type.String(), Type.Integer(), {
  description: 'The number of users of an emoji; only for emoji with more than 100',
});
export const ReactionAction = Type.Enum(['added', 'removed']);

/** Beside a list of who is online. */
export const OnlineTotal = Type.Optional(
  Type.Integer({ description: 'How many are online, when more than are listed' }),
);

/** In the acknowledgement of a message. */
export const SeqInRoom = Type.Optional(
  Type.Integer({ description: 'Its place in the room; for clients that connected with `since`' }),
);

/** A frame of a client, of a protocol whose frames say their type. Keys not named in it are ignored. */
export function clientFrame<const Name extends string, Data extends TSchema>(
  type: Name,
  data: Data,
) {
  return Type.Object({ type: Type.Literal(type), data });
}

/** Any frame of a table. */
export type FrameOf<Frames extends Readonly<Record<string, TSchema>>> = {
  [Name in keyof Frames]: Static<Frames[Name]>;
}[keyof Frames];

export function frameOf<const Frames extends Readonly<Record<string, TSchema>>>(frames: Frames) {
  return Type.Unsafe<FrameOf<Frames>>(Type.Union(Object.values(frames)));
}
