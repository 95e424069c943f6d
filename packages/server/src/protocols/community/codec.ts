/** The events of this protocol, both ways. Keys stand in the page's order. */
import { createHash } from 'node:crypto';
import { KoineError, type Message, type Reaction, type Room } from '@koine/contract';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { shownReactions } from '../../core/reactors.ts';
import { isKeyTooLong } from '../../core/text.ts';
import { eventText } from '../../transport/event-text.ts';
import type { Profile } from './profiles.ts';
import type { Role } from './roles.ts';
import {
  CLIENT_EVENTS,
  type MessageShape,
  ReplyTo,
  type RoomShape,
  type ServerEventName,
  type ServerEvents,
  type UserShape,
} from './schema.ts';
import { badRequest } from './words.ts';

const loginEvent = Compile(CLIENT_EVENTS.login);
const joinEvent = Compile(CLIENT_EVENTS.join);
const sendEvent = Compile(CLIENT_EVENTS.sendMessage);
const textEvent = Compile(Type.Pick(CLIENT_EVENTS.sendMessage, ['text']));
const replyEvent = Compile(Type.Pick(CLIENT_EVENTS.sendMessage, ['reply_to']));
const replyTo = Compile(ReplyTo);

/** The token of a `login`, `null` if there is none. */
export function decodeLogin(payload: unknown): string | null {
  return loginEvent.Check(payload) ? payload.token : null;
}

/** The uid of a `join`, `null` if there is none. */
export function decodeJoin(payload: unknown): string | null {
  return joinEvent.Check(payload) ? payload.uid : null;
}

export type SendEvent = Static<typeof CLIENT_EVENTS.sendMessage>;

/** A `sendMessage`; one without text throws `contentEmpty`, one with a bad key or `reply_to` `invalidInput`. */
export function decodeSend(payload: unknown, keyCharsMax: number): SendEvent {
  if (sendEvent.Check(payload) && !isKeyTooLong(payload.client_key, keyCharsMax)) return payload;
  if (!textEvent.Check(payload)) throw new KoineError('contentEmpty', { field: 'text' });
  throw invalid(replyEvent.Check(payload) ? 'client_key' : 'reply_to');
}

/** The `reply_to` of a REST call; `null`: none. Throws `invalidInput`. */
export function parseReplyTo(given: unknown): number | null {
  if (given === undefined) return null;
  if (!replyTo.Check(given)) throw invalid('reply_to');
  return given;
}

function invalid(field: string): KoineError {
  return badRequest(`Invalid ${field}`, field);
}

/** One event to a client. */
export function encode<Name extends ServerEventName>(
  name: Name,
  payload: ServerEvents[Name],
): string {
  return eventText(name, payload);
}

/** As `encode`, for a change of a room: as its plain and its numbered clients get it. */
export function changeText(name: ServerEventName, payload: string, change: number | null): string {
  if (change === null) return `2["${name}",${payload}]`;
  return `2["${name}",${payload.slice(0, -1)},"change":${change}}]`;
}

/** `origin`: where this server is reached, for the picture's URL. */
export function wireUser(profile: Profile, roles: readonly Role[], origin: string): UserShape {
  return {
    uid: profile.id,
    displayName: profile.name,
    picture: pictureOf(profile, origin),
    countryCode: profile.country,
    balance: 0,
    roles: [...roles],
  };
}

/** A user's JSON up to the roles, which depend on the room. */
export function userHead(profile: Profile, origin: string): string {
  return JSON.stringify(wireUser(profile, [], origin)).slice(0, -3);
}

export function wireRoom({ uid, name, description, slowModeSeconds }: Room): RoomShape {
  return { uid, name, description, slowMode: slowModeSeconds };
}

export function wireMessage(message: Message, user: UserShape): MessageShape {
  return {
    id: message.number,
    timestamp: message.createdAt,
    message: message.content,
    user,
    ...(message.deletedAt !== null && { deleted: true }),
    ...(message.reactions.length > 0 && reactionFields(message.reactions)),
    ...(message.editedAt !== null && { editedAt: message.editedAt }),
    ...(message.replyToNumber !== null && { meta: { reply_to: message.replyToNumber } }),
  };
}

/** `wireMessage` as text, for the path of every message: `userText` is the user's JSON. */
export function messageText(message: Message, userText: string): string {
  const { number, createdAt, content, deletedAt, editedAt, reactions, replyToNumber } = message;
  const deleted = deletedAt === null ? '' : ',"deleted":true';
  const held =
    reactions.length === 0 ? '' : `,${JSON.stringify(reactionFields(reactions)).slice(1, -1)}`;
  const edited = editedAt === null ? '' : `,"editedAt":${editedAt}`;
  const meta = replyToNumber === null ? '' : `,"meta":{"reply_to":${replyToNumber}}`;
  return `{"id":${number},"timestamp":${createdAt},"message":${JSON.stringify(content)},"user":${userText}${deleted}${held}${edited}${meta}}`;
}

/** Who reacted, and how many where not all are named. */
export function reactionFields(reactions: readonly Reaction[]) {
  const { users, counts } = shownReactions(reactions);
  return { reactions: users, ...(counts !== null && { reactionCounts: counts }) };
}

const PICTURE_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** Pictures of this server only: some are kept as paths, for everyone else there is a drawn one. */
function pictureOf({ id, avatarUrl }: Profile, origin: string): string {
  if (avatarUrl?.startsWith('/avatars/')) return origin + avatarUrl;
  return `${origin}/avatars/${PICTURE_NAME.test(id) ? id : pictureName(id)}.svg`;
}

/** Ids of other protocols hold what no file name should: what is left of them, and a digest to tell them apart. */
function pictureName(id: string): string {
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 12);
  return `${id.replace(/[^A-Za-z0-9_-]+/g, '').slice(0, 32)}-${digest}`;
}
