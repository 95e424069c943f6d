/** Frames of the lobby protocol, both ways. Keys stand in the document's order, which is why nothing is built by spreading. */
import type { Message } from '@koine/contract';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { isKeyTooLong } from '../../core/text.ts';
import { type Position, positionFields } from '../../hub/history/since.ts';
import { parsedJson } from '../../hub/parsed-json.ts';
import { rememberLast } from '../../hub/remember-last.ts';
import { ClientFrame, type ServerText } from './schema.ts';

const clientFrame = Compile(ClientFrame);
/** What the document asks of a client frame, before Koine's own keys are looked at. */
const documentedFrame = Compile(Type.Pick(ClientFrame, ['message']));
const replyFrame = Compile(Type.Pick(ClientFrame, ['reply_to']));

/** What is wrong with a frame before the core has seen it, in the words that the client gets. */
export type FrameError =
  | 'Invalid JSON format'
  | 'Message is required'
  | 'Invalid client_key'
  | 'Invalid reply_to';

/** One text frame from a client, its key of `keyCharsMax` characters at most. */
export function decode(text: string, keyCharsMax: number): ClientFrame | FrameError {
  const value = parsedJson(text);
  if (value === undefined) return 'Invalid JSON format';
  if (clientFrame.Check(value) && !isKeyTooLong(value.client_key, keyCharsMax)) return value;
  if (!documentedFrame.Check(value)) return 'Message is required';
  return replyFrame.Check(value) ? 'Invalid client_key' : 'Invalid reply_to';
}

/** `change`: the change number, for clients that ask for them; else `null`. `origin`: where this server is reached. */
export function messageFrame(message: Message, origin: string, change: number | null): ServerText {
  const { sender } = message;
  const who =
    sender.kind === 'bot'
      ? `${JSON.stringify(sender.id)},"sender_name":${JSON.stringify(sender.name)}${avatarOf(sender.avatarUrl, origin)}`
      : JSON.stringify(sender.name);
  const { replyToNumber } = message;
  const meta = replyToNumber === null ? '' : `,"meta":{"reply_to":"msg_${replyToNumber}"}`;
  const end = change === null ? '' : `,"change":${change}`;
  return `{"type":"message","sender":${who},"message":${JSON.stringify(message.content)},"timestamp":"${timestamp(message.createdAt)}","id":"msg_${message.number}"${meta}${end}}`;
}

/** `position`: where a client stands that asks for change numbers, in its welcome; else `null`. */
export function systemFrame(
  text: string,
  at: number,
  onlineUsers: number,
  position: Position | null,
): ServerText {
  const end = position === null ? '' : `,${positionFields(position)}`;
  return `{"type":"system","message":${JSON.stringify(text)},"timestamp":"${timestamp(at)}","online_users":${onlineUsers}${end}}`;
}

export function errorFrame(text: string, at: number): ServerText {
  return `{"type":"error","message":${JSON.stringify(text)},"timestamp":"${timestamp(at)}"}`;
}

export function resumedFrame(
  { from, to }: { readonly from: number; readonly to: number },
  position: Position,
  at: number,
): ServerText {
  return `{"type":"resumed","from":${from},"to":${to},"timestamp":"${timestamp(at)}",${positionFields(position)}}`;
}

export function resyncFrame(position: Position, at: number): ServerText {
  return `{"type":"resync","timestamp":"${timestamp(at)}",${positionFields(position)}}`;
}

/** 26 characters, e.g. `2023-07-25T14:32:15.123000`: the core's milliseconds written as microseconds, UTC without a zone. */
export const timestamp = rememberLast(
  (ms: number): string => `${new Date(ms).toISOString().slice(0, 23)}000`,
);

/** Avatars of this server are kept as paths, since where it is reached may change. */
function avatarOf(url: string | null, origin: string): string {
  if (url === null) return '';
  const absolute = url.startsWith('/') ? origin + url : url;
  return `,"sender_avatar":${JSON.stringify(absolute)}`;
}
