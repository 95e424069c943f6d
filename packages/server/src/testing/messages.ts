/** The one place of tests that names every field of a message: a new column is added here, and in no test that is not about it. */
import type { Message } from '@koine/contract';
import type { Actor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { Draft } from '../core/messages.ts';

/** What a message holds until something happens to it. */
export const UNCHANGED = {
  editedAt: null,
  editReason: null,
  deletedAt: null,
  deletedBy: null,
  reactions: [],
} as const;

/** The fields of a stored message that answers none. */
export const NO_ANSWER = { replyTo: null, replyToNumber: null } as const;

/** What a client sends that sends a text and nothing else. */
export function textDraft(content: string, more: Partial<Draft> = {}): Draft {
  return { content, type: 'text', meta: null, clientKey: null, replyTo: null, ...more };
}

/** A message as it is stored: the first of its room, unchanged, but for what a test is about. */
export function storedMessage(more: Partial<Message> = {}): Message {
  return {
    id: '01890000-0000-7000-8000-000000000001',
    number: 1,
    roomId: 'r1',
    seq: 1,
    changeSeq: 1,
    sender: { id: 'ann', appId: 'default', name: 'Ann', avatarUrl: null, kind: 'registered' },
    createdAt: Date.UTC(2024, 0, 1, 12),
    ...textDraft('Hello'),
    ...NO_ANSWER,
    ...UNCHANGED,
    ...more,
  };
}

/** Sends a text under no limit; the message as it was stored. */
export async function sendText(
  { messages, policies }: Pick<Core, 'messages' | 'policies'>,
  actor: Actor,
  roomId: string,
  content: string,
  more: Partial<Draft> = {},
): Promise<Message> {
  return (await messages.send(actor, roomId, textDraft(content, more), policies.system)).message;
}
