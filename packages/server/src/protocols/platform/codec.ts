/**
 * Frames of the platform protocol, both ways. The document's keys stand in the document's order. Frames of a room's stored changes
 * take `change`, the change number, for clients that ask for it, and `null` for all others.
 */
import {
  type Author,
  type Message,
  type Notification,
  type Reaction,
  shownMeta,
  type TypingChanged,
  type UserJoined,
  type UserKey,
  type UserLeft,
  userIdOf,
} from '@koine/contract';
import { Compile } from 'typebox/compile';
import { metaError } from '../../core/meta.ts';
import { shownReactions } from '../../core/reactors.ts';
import { type Position, positionFields } from '../../hub/history/since.ts';
import { parsedJson } from '../../hub/parsed-json.ts';
import type { PlatformErrorCode } from './errors.ts';
import { fieldErrors } from './field-errors.ts';
import type { OnlineStatus } from './online-ids.ts';
import { CLIENT_FRAMES, ClientFrame } from './schema.ts';
import type { ServerText } from './server-schema.ts';
import { iso } from './time.ts';

const clientFrame = Compile(ClientFrame);
const clientFrames = new Map(
  Object.entries(CLIENT_FRAMES).map(([type, schema]) => [type, Compile(schema)]),
);

const TYPE_CHARS_SHOWN = 64;

/** What is wrong with a frame before the core has seen it. */
export class FrameError {
  readonly message: string;
  /** What the client calls the request, if it could be read. */
  readonly ref: string | null;

  constructor(message: string, ref: string | null = null) {
    this.message = message;
    this.ref = ref;
  }
}

/** One text frame from a client. */
export function decode(text: string): ClientFrame | FrameError {
  const value = parsedJson(text);
  if (value === undefined) return new FrameError('Invalid JSON');
  if (!clientFrame.Check(value)) return frameErrorOf(value);
  if (value.type !== 'message' || value.data.meta == null) return value;
  const error = metaError(value.data.meta);
  return error === null ? value : new FrameError(`data.meta ${error}`, refOf(value));
}

/** What an `error` or `ack` refers back to: the client's own key, else the message it spoke of. */
export function refOf(frame: ClientFrame): string | null {
  switch (frame.type) {
    case 'message':
      return frame.data.client_key ?? null;
    case 'edit':
    case 'delete':
    case 'react':
    case 'read':
      return frame.data.message_id;
    default:
      return null;
  }
}

function frameErrorOf(value: unknown): FrameError {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new FrameError('A frame must be an object {type, data}');
  const type = 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') return new FrameError('type must be a string');
  const schema = clientFrames.get(type);
  if (schema === undefined)
    return new FrameError(
      `Unknown message type: ${type.slice(0, TYPE_CHARS_SHOWN).toWellFormed()}`,
    );
  const [error] = fieldErrors(schema.Errors(value));
  const words = error === undefined ? 'data is invalid' : `${error.field} ${error.message}`;
  return new FrameError(words, looseRef('data' in value ? value.data : null));
}

/** The reference of a request that is otherwise not as it should be. */
function looseRef(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const ref =
    'client_key' in data ? data.client_key : 'message_id' in data ? data.message_id : null;
  return typeof ref === 'string' ? ref : null;
}

/** `null`: the client asks for no change numbers. */
function endOf(position: Position | null): string {
  return position === null ? '' : `,${positionFields(position)}`;
}

/** The end of a frame, after its data. */
function tail(at: string, roomId: string | null, change: number | null): string {
  const number = change === null ? '' : `,"change":${change}`;
  return `,"timestamp":"${at}","room_id":${JSON.stringify(roomId)}${number}}`;
}

export function messageFrame(message: Message, change: number | null): ServerText {
  const { id, sender, content, type } = message;
  const meta = shownMeta(message);
  const at = iso(message.createdAt);
  const metaText = meta === null ? '{}' : JSON.stringify(meta);
  return `{"type":"message","data":{"id":"${id}","sender_id":${JSON.stringify(sender.id)},"sender_name":${JSON.stringify(sender.name)},"content":${JSON.stringify(content)},"message_type":${JSON.stringify(type)},"meta":${metaText},"created_at":"${at}"}${tail(at, message.roomId, change)}`;
}

export function messageUpdatedFrame(message: Message, change: number | null): ServerText {
  const { id, content, editReason } = message;
  const at = iso(message.editedAt ?? message.createdAt);
  const data = { id, content, edited_at: at, edit_reason: editReason };
  return `{"type":"message_updated","data":${JSON.stringify(data)}${tail(at, message.roomId, change)}`;
}

export function messageDeletedFrame(message: Message, change: number | null): ServerText {
  const at = iso(message.deletedAt ?? message.createdAt);
  const { id, deletedBy } = message;
  const data = { id, deleted_by: deletedBy === null ? null : userIdOf(deletedBy), deleted_at: at };
  return `{"type":"message_deleted","data":${JSON.stringify(data)}${tail(at, message.roomId, change)}`;
}

/** Who toggled which emoji; what a catch-up no longer knows. */
export interface Toggle {
  readonly emoji: string;
  readonly user: UserKey;
  readonly action: 'added' | 'removed';
}

export function reactionUpdatedFrame(
  message: Message,
  toggle: Toggle | null,
  at: number,
  change: number | null,
): ServerText {
  const data = {
    id: message.id,
    ...reactionFields(message.reactions),
    ...(toggle !== null && {
      emoji: toggle.emoji,
      user_id: userIdOf(toggle.user),
      action: toggle.action,
    }),
  };
  return `{"type":"reaction_updated","data":${JSON.stringify(data)}${tail(iso(at), message.roomId, change)}`;
}

/** All earlier messages were deleted. A catch-up knows neither who nor when. */
export function roomPurgedFrame(
  purge: { readonly roomId: string; readonly by: Author | null },
  at: number,
  change: number | null,
): ServerText {
  const data = { purged_by: purge.by === null ? null : purge.by.user.id };
  return `{"type":"room_purged","data":${JSON.stringify(data)}${tail(iso(at), purge.roomId, change)}`;
}

/** Emoji → user ids in the order they reacted; emoji in the order of first use. How many, where not all are named. */
export function reactionFields(reactions: readonly Reaction[]) {
  const { users, counts } = shownReactions(reactions);
  return { reactions: users, ...(counts !== null && { reaction_counts: counts }) };
}

export function userJoinedFrame({ user, role, at, roomId }: UserJoined): ServerText {
  const joinedAt = iso(at);
  const data = {
    user_id: user.id,
    user_name: user.name,
    joined_at: joinedAt,
    meta: { role },
  };
  return `{"type":"user_joined","data":${JSON.stringify(data)}${tail(joinedAt, roomId, null)}`;
}

export function userLeftFrame({ user, at, roomId }: UserLeft): ServerText {
  const leftAt = iso(at);
  const data = { user_id: user.id, user_name: user.name, left_at: leftAt };
  return `{"type":"user_left","data":${JSON.stringify(data)}${tail(leftAt, roomId, null)}`;
}

export function typingFrame({ user, isTyping, at, roomId }: TypingChanged): ServerText {
  const data = { user_id: user.id, user_name: user.name, is_typing: isTyping };
  return `{"type":"typing","data":${JSON.stringify(data)}${tail(iso(at), roomId, null)}`;
}

/** `roomId`: the room it is about, else the room of the connection that it is sent on. */
export function notificationFrame(notification: Notification, roomId: string | null): ServerText {
  const { id, title, content, actionUrl, priority, icon } = notification;
  const data = { id, title, content, action_url: actionUrl, priority, icon };
  return `{"type":"notification","data":${JSON.stringify(data)}${tail(iso(notification.createdAt), roomId, null)}`;
}

export interface ConnectionStatus extends OnlineStatus {
  readonly userId: string;
  readonly roomId: string;
  readonly totalParticipants: number;
}

/** The one frame whose room stands in its data and not beside it, as the document has it. */
export function connectionStatusFrame(
  status: ConnectionStatus,
  at: number,
  position: Position | null = null,
): ServerText {
  const { userId, roomId, onlineIds, onlineTotal, totalParticipants } = status;
  const total = onlineTotal === null ? '' : `,"online_total":${onlineTotal}`;
  return `{"type":"connection_status","data":{"status":"connected","user_id":${JSON.stringify(userId)},"room_id":"${roomId}","online_users":[${onlineIds}]${total},"total_participants":${totalParticipants}},"timestamp":"${iso(at)}"${endOf(position)}}`;
}

export function pongFrame(roomId: string, at: number): ServerText {
  return `{"type":"pong","data":{}${tail(iso(at), roomId, null)}`;
}

/**
 * The request is done. `seq` is the message's place in the room; for `read`, where the read mark stands. `change`: what it took, for
 * clients that ask for change numbers. It stands in the data, since the client may not have come so far yet.
 */
export interface Acknowledged {
  readonly clientKey: string | null;
  readonly id: string;
  readonly seq: number;
  readonly change: number | null;
}

export function ackFrame(
  { clientKey, id, seq, change }: Acknowledged,
  roomId: string,
  at: number,
): ServerText {
  return `{"type":"ack","data":{"client_key":${JSON.stringify(clientKey)},"id":${JSON.stringify(id)},"seq":${seq}${change === null ? '' : `,"change":${change}`}}${tail(iso(at), roomId, null)}`;
}

export interface ErrorText {
  readonly code: PlatformErrorCode;
  readonly message: string;
  readonly ref: string | null;
}

export function errorFrame(rejection: ErrorText, roomId: string | null, at: number): ServerText {
  const { code, message, ref } = rejection;
  const data = { code, message, ...(ref !== null && { ref }) };
  return `{"type":"error","data":${JSON.stringify(data)}${tail(iso(at), roomId, null)}`;
}

export function resumedFrame(
  { from, to }: { readonly from: number; readonly to: number },
  position: Position,
  roomId: string,
  at: number,
): ServerText {
  return `{"type":"resumed","data":{"from":${from},"to":${to}},"timestamp":"${iso(at)}","room_id":"${roomId}"${endOf(position)}}`;
}

export function resyncFrame(position: Position, roomId: string, at: number): ServerText {
  return `{"type":"resync","data":{},"timestamp":"${iso(at)}","room_id":"${roomId}"${endOf(position)}}`;
}
