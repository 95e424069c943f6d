/** Frames of the reactions protocol, both ways. Keys stand in the document's order. */
import { type Message, type Reaction, type ReactionChanged, userIdOf } from '@koine/contract';
import { Compile } from 'typebox/compile';
import { type Position, positionFields } from '../../hub/history/since.ts';
import { parsedJson } from '../../hub/parsed-json.ts';
import { ClientFrame, type ServerText } from './schema.ts';

const clientFrame = Compile(ClientFrame);

/** One text frame from a client; `null`: not JSON, an unknown type, or missing or mistyped fields. */
export function decode(text: string): ClientFrame | null {
  const value = parsedJson(text);
  return clientFrame.Check(value) ? value : null;
}

/** `change`: the change number, for clients that ask for them; else `null`. */
export function messageFrame(message: Message, change: number | null): ServerText {
  return `{"type":"message","data":${messageData(message)}${changeField(change)}}`;
}

/** With the whole message as it is after the toggle. */
export function reactionUpdatedFrame(event: ReactionChanged, change: number | null): ServerText {
  const { message, emoji, user, action } = event;
  return `{"type":"reaction_updated","data":{"message_id":"${message.id}","emoji":${JSON.stringify(emoji)},"user_id":${JSON.stringify(userIdOf(user))},"action":"${action}","message":${messageData(message)}}${changeField(change)}}`;
}

export function errorFrame(text: string): ServerText {
  return `{"type":"error","data":{"error":${JSON.stringify(text)}}}`;
}

export function resumedFrame(
  { from, to }: { readonly from: number; readonly to: number },
  position: Position,
): ServerText {
  return `{"type":"resumed","data":{"from":${from},"to":${to}},${positionFields(position)}}`;
}

export function resyncFrame(position: Position): ServerText {
  return `{"type":"resync","data":{},${positionFields(position)}}`;
}

function messageData({ id, content, sender, createdAt, reactions, replyTo }: Message): string {
  const meta = replyTo === null ? '' : `,"meta":{"reply_to":${JSON.stringify(replyTo)}}`;
  return `{"id":"${id}","text":${JSON.stringify(content)},"author_id":${JSON.stringify(sender.id)},"author_name":${JSON.stringify(sender.name)},"created_at":${Math.floor(createdAt / 1000)},"reactions":${reactionsData(reactions)}${meta}}`;
}

/** Written by hand: an object would be reordered by keys that look like numbers, and could not hold every key. */
function reactionsData(reactions: readonly Reaction[]): string {
  if (reactions.length === 0) return '{}';
  const entries = reactions.map(
    ({ emoji, users }) => `${JSON.stringify(emoji)}:${JSON.stringify(users.map(userIdOf))}`,
  );
  return `{${entries.join(',')}}`;
}

function changeField(change: number | null): string {
  return change === null ? '' : `,"change":${change}`;
}
