/** The wire of the lobby protocol. These schemas validate it and are its API spec. */
import Type, { type Static } from 'typebox';
import { ChangeNumber, positionShape } from '../../api-spec/position.ts';
import { ClientKey, closed } from '../../api-spec/shapes.ts';
import { textUpTo } from '../../api-spec/text-limit.ts';

const Timestamp = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}$',
  description: 'UTC, microseconds, no zone',
});
const OnlineUsers = Type.Integer({ minimum: 0, description: 'Distinct users online in the room' });

const PREFIX = 'msg_';
const MessageId = Type.String({ pattern: `^${PREFIX}[1-9]\\d*$` });

/** The number of the message that has this id. */
export function numberOf(id: string): number {
  return Number(id.slice(PREFIX.length));
}

/** Client to server. Keys not named here are ignored. */
export const ClientFrame = Type.Object({
  message: Type.String({ description: 'Not blank', ...textUpTo('lobbyTextCharsMax') }),
  client_key: ClientKey,
  reply_to: Type.Optional(
    Type.Union([Type.Null(), Type.Refine(MessageId, (id) => Number.isSafeInteger(numberOf(id)))], {
      description: 'The id of the message of this room that it answers',
    }),
  ),
});
export type ClientFrame = Static<typeof ClientFrame>;

/** Client to server. There is one kind, and no word for it in the frame. */
export const CLIENT_FRAMES = { message: ClientFrame } as const;

/** Server to client, by `type`. */
export const SERVER_FRAMES = {
  system: closed({
    type: Type.Literal('system'),
    message: Type.String(),
    timestamp: Timestamp,
    online_users: OnlineUsers,
    epoch: Type.Optional(positionShape.epoch),
    change: Type.Optional(positionShape.change),
  }),
  message: closed({
    type: Type.Literal('message'),
    sender: Type.String({ description: 'The client id; for others their name, for bots their id' }),
    sender_name: Type.Optional(Type.String({ description: 'Of a bot' })),
    sender_avatar: Type.Optional(
      Type.String({ pattern: '^https?://', description: 'Of a bot: absolute URL of an image' }),
    ),
    message: Type.String(),
    timestamp: Timestamp,
    id: MessageId,
    meta: Type.Optional(closed({ reply_to: MessageId }, { description: 'Of an answer' })),
    change: Type.Optional(ChangeNumber),
  }),
  error: closed({ type: Type.Literal('error'), message: Type.String(), timestamp: Timestamp }),
  /** Begins the catch-up of a client that came with `since`: what follows are the changes above `from`, up to `to`. */
  resumed: closed({
    type: Type.Literal('resumed'),
    from: Type.Integer({ minimum: 0 }),
    to: Type.Integer({ minimum: 0 }),
    timestamp: Timestamp,
    ...positionShape,
  }),
  /** Instead of a catch-up: what the client has is of no use, it must reload. Live frames follow, from `change` on. */
  resync: closed({ type: Type.Literal('resync'), timestamp: Timestamp, ...positionShape }),
} as const;

/** A frame as it is written: one that the table does not have is no such text. */
export type ServerText = `{"type":"${keyof typeof SERVER_FRAMES}",${string}}`;
