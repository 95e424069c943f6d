import { KoineError, type Limits, type Message, type Room } from '@koine/contract';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { asSchema, partOf, textIn } from '../../api-spec/json-schema.ts';
import { eventText } from '../../transport/event-text.ts';
import {
  type ClientEvent,
  type ClientEventName,
  clientEvents,
  type ServerEvents,
  type WireMessage,
  type WireRoom,
} from './schema.ts';

/** Reads the payload of a client's event, which may be anything. Throws `invalidInput` that says which field must be what. */
export type Decoder = {
  readonly [Name in ClientEventName]: (payload: unknown) => ClientEvent<Name>;
};

/** Compiles the schemas, once for all connections. */
export function createDecoder(limits: Limits): Decoder {
  const schemas = clientEvents(limits);
  return {
    register_user: reader(schemas.register_user, 'user id'),
    join_chat: reader(schemas.join_chat, 'payload'),
    send_message: reader(schemas.send_message, 'payload'),
    fetch_messages: reader(schemas.fetch_messages, 'payload'),
  };
}

function reader<Schema extends TSchema>(
  schema: Schema,
  name: string,
): (payload: unknown) => Static<Schema> {
  const validator = Compile(schema);
  return (payload) => {
    if (validator.Check(payload)) return payload;
    const [error] = validator.Errors(payload);
    const missing = error?.keyword === 'required' ? error.params.requiredProperties[0] : undefined;
    if (missing !== undefined) throw invalid(missing, `${missing} is required`);
    const field = error?.instancePath.slice(1) || name;
    throw invalid(field, `${field} must be ${aboutOf(schema, field)}`);
  };
}

/** What a field, or the payload itself, has to be: its schema's description. */
function aboutOf(schema: TSchema, field: string): string {
  const whole = asSchema(schema);
  const part = partOf(partOf(whole, 'properties') ?? {}, field) ?? {};
  return textIn(part, 'description') ?? textIn(whole, 'description') ?? 'something else';
}

function invalid(field: string, text: string): KoineError {
  return new KoineError('invalidInput', { field }, text);
}

/** One event for the client, as text. Keys stand in the order of the document. */
export function encode<Name extends keyof ServerEvents>(
  event: Name,
  payload: ServerEvents[Name],
): string {
  return eventText(event, payload);
}

export function wireMessage(message: Message): WireMessage {
  return {
    id: message.id,
    room_id: message.roomId,
    sender_id: message.sender.id,
    body: message.content,
    created_at: isoTime(message.createdAt),
    ...(message.replyTo !== null && { meta: { reply_to: message.replyTo } }),
  };
}

/** For clients that ask for change numbers. */
export function numberedMessage(message: Message): ServerEvents['new_message'] {
  return { ...wireMessage(message), change: message.changeSeq };
}

/** A direct room; its pair is in string order. A message updates a conversation, as it does in `chat_list_update`. */
export function wireRoom(room: Room): WireRoom {
  // Of somebody who was deleted no id is left.
  const [first, second] = room.pair ?? [null, null];
  return {
    id: room.id,
    participant1: first ?? '',
    participant2: second ?? '',
    created_at: isoTime(room.createdAt),
    updated_at: isoTime(Math.max(room.updatedAt, room.lastMessageAt ?? 0)),
    last_message_at: room.lastMessageAt === null ? null : isoTime(room.lastMessageAt),
  };
}

/** Messages as they are listed: what was deleted is left out. */
export function wireMessages(messages: readonly Message[]): WireMessage[] {
  return messages.filter((message) => message.deletedAt === null).map(wireMessage);
}

/** What the receiver's list of conversations shows of a new message. */
export function chatListUpdate(message: Message): ServerEvents['chat_list_update'] {
  return {
    room_id: message.roomId,
    last_message: message.content,
    sender_id: message.sender.id,
    updated_at: isoTime(message.createdAt),
  };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
