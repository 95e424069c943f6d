import { signal } from '@preact/signals';
import { property, textProperty } from '../../lib/json.ts';
import { createChatState, type DemoMessage } from './chat-state.ts';
import { createLiveSocket } from './live-socket.ts';

/** The wall. The server derives the own id from the address; the first own reaction or message reveals it. */
export function createWallChat(ws: string, firstName: string) {
  const state = createChatState();
  const name = signal(firstName);
  let ownId: string | null = null;
  /** `message emoji` of toggles in flight. */
  const toggling = new Set<string>();
  /** `name text` of messages in flight. */
  const sending = new Set<string>();
  /** After a reconnect the server sends the whole wall again: the time of the newest known message until it is reached. */
  let resumingAt: number | null = null;

  function setOwnId(id: string) {
    if (ownId !== null) return;
    ownId = id;
    for (const item of [...state.items()])
      if (item.kind === 'message')
        state.change(item.key, { isOwn: item.message.senderId.startsWith(`${id} `) });
  }

  /** Skips messages that are older than all shown: they would be appended at the end. */
  function show(message: DemoMessage, authorId: string) {
    const isKnown = state.get(message.id) !== undefined;
    if (resumingAt !== null && (isKnown || message.at > resumingAt)) resumingAt = null;
    if (resumingAt !== null) return;
    state.put(message);
    if (!isKnown && sending.delete(`${message.sender} ${message.text}`)) setOwnId(authorId);
  }

  function handle(frame: unknown) {
    const data = property(frame, 'data');
    switch (textProperty(frame, 'type')) {
      case 'message':
        return show(messageOf(data, ownId), textProperty(data, 'author_id') ?? '');
      case 'reaction_updated': {
        const [id, emoji] = [textProperty(data, 'message_id'), textProperty(data, 'emoji')];
        if (toggling.delete(`${id} ${emoji}`)) setOwnId(textProperty(data, 'user_id') ?? '');
        const message = messageOf(property(data, 'message'), ownId);
        if (state.get(message.id) !== undefined) state.put(message);
        return;
      }
      case 'error':
        state.error.value = textProperty(data, 'error') ?? '';
    }
  }

  const socket = createLiveSocket({
    url: () => `${ws}/ws`,
    status: state.status,
    onOpen: () => {
      const newest = state.items().findLast((item) => item.kind === 'message');
      resumingAt = newest?.message.at ?? null;
    },
    onFrame: handle,
  });
  return {
    state,
    name,
    send(text: string) {
      sending.add(`${name.value} ${text}`);
      return socket.send({ type: 'send_message', data: { text, author_name: name.value } });
    },
    rename(value: string) {
      name.value = value;
    },
    /** Adds the own reaction, or removes it. */
    toggle(id: string, emoji: string) {
      toggling.add(`${id} ${emoji}`);
      socket.send({ type: 'add_reaction', data: { message_id: id, emoji } });
    },
    /** `null`: not known yet. */
    ownId: () => ownId,
    [Symbol.dispose]: () => socket.close(),
  };
}

function messageOf(message: unknown, ownId: string | null): DemoMessage {
  const authorId = textProperty(message, 'author_id') ?? '';
  const authorName = textProperty(message, 'author_name') ?? '';
  const createdAt = property(message, 'created_at');
  return {
    id: textProperty(message, 'id') ?? '',
    // One address may write under several names.
    senderId: `${authorId} ${authorName}`,
    sender: authorName,
    text: textProperty(message, 'text') ?? '',
    at: (typeof createdAt === 'number' ? createdAt : 0) * 1000,
    isOwn: authorId === ownId,
    reactions: reactionsOf(property(message, 'reactions')),
  };
}

/** Emoji to user ids; everything else in the value is dropped. */
export function reactionsOf(value: unknown): Record<string, readonly string[]> {
  const reactions: Record<string, readonly string[]> = {};
  if (typeof value !== 'object' || value === null) return reactions;
  for (const [emoji, ids] of Object.entries(value))
    if (Array.isArray(ids)) reactions[emoji] = ids.map(String);
  return reactions;
}
