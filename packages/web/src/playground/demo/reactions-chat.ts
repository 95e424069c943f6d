import { property, textProperty } from '../../lib/json.ts';
import { createDrawThrottle } from '../draw-throttle.ts';
import { createChatState, type DemoMessage, DRAWN_EVERY_MS } from './chat-state.ts';
import { createLiveSocket } from './live-socket.ts';
import type { NamedChat } from './lobby-chat.ts';

export interface WallChat extends NamedChat {
  /** Adds one's reaction, or takes it back. */
  toggle(id: string, emoji: string): void;
  /** One's own id, as far as it is known. */
  ownId(): string | null;
}

/** The wall. The own id follows from the address, and is learnt from the first own reaction or message. */
export function createWallChat(ws: string, firstName: string): WallChat {
  const state = createChatState(createDrawThrottle(DRAWN_EVERY_MS));
  let name = firstName;
  let ownId: string | null = null;
  /** `message emoji` of toggles that are under way. */
  const asked = new Set<string>();
  /** `name text` of messages that are under way. */
  const sent = new Set<string>();
  /** Since a connection stands again, the whole wall is said again: the time of the newest message until it is reached. */
  let resumingAt: number | null = null;

  function learn(id: string) {
    if (ownId !== null) return;
    ownId = id;
    for (const item of [...state.items()])
      if (item.kind === 'message')
        state.change(item.key, { isOwn: item.message.senderId.startsWith(`${id} `) });
  }

  /** Older ones than all that are shown are let go again: they would stand at the end. */
  function show(message: DemoMessage, authorId: string) {
    const isKnown = state.get(message.id) !== undefined;
    if (resumingAt !== null && (isKnown || message.at > resumingAt)) resumingAt = null;
    if (resumingAt !== null) return;
    state.put(message);
    if (!isKnown && sent.delete(`${message.sender} ${message.text}`)) learn(authorId);
  }

  function take(frame: unknown) {
    const data = property(frame, 'data');
    switch (textProperty(frame, 'type')) {
      case 'message':
        return show(messageOf(data, ownId), textProperty(data, 'author_id') ?? '');
      case 'reaction_updated': {
        const [id, emoji] = [textProperty(data, 'message_id'), textProperty(data, 'emoji')];
        if (asked.delete(`${id} ${emoji}`)) learn(textProperty(data, 'user_id') ?? '');
        const message = messageOf(property(data, 'message'), ownId);
        if (state.get(message.id) !== undefined) state.put(message);
        return;
      }
      case 'error':
        state.refusal.value = textProperty(data, 'error') ?? '';
    }
  }

  const socket = createLiveSocket({
    url: () => `${ws}/ws`,
    setStatus: (status) => {
      state.status.value = status;
    },
    opened: () => {
      const newest = state.items().findLast((item) => item.kind === 'message');
      resumingAt = newest?.message.at ?? null;
    },
    received: take,
  });
  return {
    state,
    send(text) {
      sent.add(`${name} ${text}`);
      return socket.send({ type: 'send_message', data: { text, author_name: name } });
    },
    rename(value) {
      name = value;
    },
    toggle(id, emoji) {
      asked.add(`${id} ${emoji}`);
      socket.send({ type: 'add_reaction', data: { message_id: id, emoji } });
    },
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

/** Emoji to ids, of whatever came. */
export function reactionsOf(value: unknown): Record<string, readonly string[]> {
  const reactions: Record<string, readonly string[]> = {};
  if (typeof value !== 'object' || value === null) return reactions;
  for (const [emoji, ids] of Object.entries(value))
    if (Array.isArray(ids)) reactions[emoji] = ids.map(String);
  return reactions;
}
