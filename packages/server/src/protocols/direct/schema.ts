/** The shapes of the wire: they check what clients send, and the API spec is generated from them. */
import type { Limits } from '@koine/contract';
import Type, { type Static, type TSchema } from 'typebox';
import { ChangeNumber, positionShape, sinceOfRooms } from '../../api-spec/position.ts';
import { SeqInRoom } from '../../api-spec/shapes.ts';
import { textUpTo } from '../../api-spec/text-limit.ts';

/** How many messages, and how many newest ones skipped, unless the client says so. */
export const FETCH_LIMIT = 20;
export const FETCH_OFFSET = 0;

type WireLimits = Pick<Limits, 'userIdCharsMax' | 'pageSizeMax' | 'clientKeyCharsMax'>;

/** What a client emits, by event name. A `description` completes the sentence "… must be …" of a rejection. */
export function clientEvents(limits: WireLimits) {
  const userId = Type.String({
    pattern: `^[A-Za-z0-9_.:-]{1,${limits.userIdCharsMax}}$`,
    description: `a string of 1-${limits.userIdCharsMax} of the characters A-Z a-z 0-9 _ . : -`,
  });
  const roomId = Type.String({ description: 'a string' });
  return {
    register_user: userId,
    join_chat: Type.Object({ userId, targetUserId: userId }, { description: 'an object' }),
    send_message: Type.Object(
      {
        roomId,
        senderId: userId,
        body: Type.String({ description: 'a string', ...textUpTo('directTextCharsMax') }),
        client_key: Type.Optional(
          Type.Union(
            [Type.Null(), Type.String({ minLength: 1, maxLength: limits.clientKeyCharsMax })],
            { description: `a string of 1-${limits.clientKeyCharsMax} characters, or null` },
          ),
        ),
        reply_to: Type.Optional(
          Type.Union([Type.Null(), Type.String()], {
            description: 'the id of the message of the conversation that it answers, or null',
          }),
        ),
      },
      { description: 'an object' },
    ),
    fetch_messages: Type.Object(
      {
        roomId,
        limit: Type.Optional(
          Type.Integer({
            minimum: 1,
            maximum: limits.pageSizeMax,
            default: FETCH_LIMIT,
            description: `a whole number from 1 to ${limits.pageSizeMax}`,
          }),
        ),
        offset: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: Number.MAX_SAFE_INTEGER,
            default: FETCH_OFFSET,
            description: 'a whole number from 0 on',
          }),
        ),
      },
      { description: 'an object' },
    ),
  };
}

export type ClientEvents = ReturnType<typeof clientEvents>;
export type ClientEventName = keyof ClientEvents;
export type ClientEvent<Name extends ClientEventName> = Static<ClientEvents[Name]>;

/** ISO 8601, UTC, milliseconds, `Z`. */
const time = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' });
const uuid = Type.String({ format: 'uuid' });

export const RoomSchema = Type.Object({
  id: uuid,
  participant1: Type.String(),
  participant2: Type.String(),
  created_at: time,
  updated_at: time,
  last_message_at: Type.Union([time, Type.Null()]),
});
export type WireRoom = Static<typeof RoomSchema>;

export const MessageSchema = Type.Object({
  id: uuid,
  room_id: uuid,
  sender_id: Type.String(),
  body: Type.String(),
  created_at: time,
  meta: Type.Optional(Type.Object({ reply_to: uuid }, { description: 'Of an answer' })),
});
export type WireMessage = Static<typeof MessageSchema>;

/** For clients that connected with `auth.since`. */
const change = Type.Optional(ChangeNumber);
const position = { epoch: Type.Optional(positionShape.epoch), change };

/** What the server emits, by event name. */
export const SERVER_EVENTS = {
  room_joined: Type.Object({ roomId: uuid, room: RoomSchema, ...position }),
  message_history: Type.Object({ roomId: uuid, messages: Type.Array(MessageSchema), change }),
  new_message: Type.Object({ ...MessageSchema.properties, change }),
  chat_list_update: Type.Object({
    room_id: uuid,
    last_message: Type.String(),
    sender_id: Type.String(),
    updated_at: time,
  }),
  more_messages: Type.Object({
    roomId: uuid,
    messages: Type.Array(MessageSchema),
    offset: Type.Integer({ minimum: 0 }),
  }),
  resumed: Type.Object({
    roomId: uuid,
    from: Type.Integer(),
    to: Type.Integer(),
    ...positionShape,
  }),
  resync: Type.Object({ roomId: uuid, ...positionShape }),
  ban_ended: Type.Object({ roomId: Type.Union([uuid, Type.Null()]) }),
  error: Type.Object({ message: Type.String() }),
};
export type ServerEvents = {
  [Name in keyof typeof SERVER_EVENTS]: Static<(typeof SERVER_EVENTS)[Name]>;
};

const ok = Type.Literal(true);

/** What a client's callback is called with, by event, once it is done; when it was refused: `ErrorAck`. */
export const CLIENT_ACKS: Readonly<Record<ClientEventName, TSchema>> = {
  register_user: Type.Object({ ok, userId: Type.String() }),
  join_chat: Type.Object({ ok, ...SERVER_EVENTS.room_joined.properties }),
  send_message: Type.Object({
    ok,
    message: MessageSchema,
    seq: SeqInRoom,
    change,
  }),
  fetch_messages: Type.Object({ ok, ...SERVER_EVENTS.more_messages.properties }),
};
export const ErrorAck = Type.Object({ ok: Type.Literal(false), message: Type.String() });

/** What a client passes as `auth` when it connects. */
export const ConnectAuth = Type.Object({
  token: Type.Optional(
    Type.String({
      description: 'A user token; needed where the setting direct.auth is `token`',
      examples: ['eyJhbGciOiJIUzI1NiJ9.e30.…'],
    }),
  ),
  since: Type.Optional(sinceOfRooms('id of a room')),
});
