import { type ReadonlySignal, signal } from '@preact/signals';
import { errorMessage } from '../../lib/error-message.ts';
import { property, textProperty } from '../../lib/json.ts';
import { randomKey } from '../../lib/random-key.ts';
import { createDrawThrottle } from '../draw-throttle.ts';
import { createChatState, type DemoMessage, DRAWN_EVERY_MS } from './chat-state.ts';
import { createLiveSocket } from './live-socket.ts';
import type { NamedChat } from './lobby-chat.ts';
import { createPlatformRest } from './platform-rest.ts';
import { reactionsOf } from './reactions-chat.ts';
import { createResumePoint } from './resume-point.ts';

/** Somebody of the app in the room. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly isOnline: boolean;
}

export interface Notice {
  readonly id: string;
  readonly title: string;
  readonly content: string;
  readonly priority: string;
}

export interface PlatformChat extends NamedChat {
  readonly members: ReadonlySignal<readonly Member[]>;
  /** The newest first, at most ten. */
  readonly notices: ReadonlySignal<readonly Notice[]>;
  readonly userId: string;
  typing(isTyping: boolean): void;
  edit(id: string, content: string): void;
  remove(id: string): void;
  toggle(id: string, emoji: string): void;
  /** Sends the room a notification, as an app's server would. */
  notify(): Promise<void>;
}

export interface PlatformChatOptions {
  readonly origin: string;
  /** An API key, or a user token of `userId`. */
  readonly credential: string;
  readonly roomId: string;
  readonly userId: string;
  readonly userName: string;
}

const NOTICES_MAX = 10;

/** A user in an app's room: everything over the WebSocket but the first page of history and notifying. */
export function createPlatformChat(options: PlatformChatOptions): PlatformChat {
  const { origin, credential, roomId, userId } = options;
  const state = createChatState(createDrawThrottle(DRAWN_EVERY_MS));
  const members = signal<readonly Member[]>([]);
  const notices = signal<readonly Notice[]>([]);
  const rest = createPlatformRest(origin, credential);
  let userName = options.userName;
  const names = new Map<string, string>([[userId, userName]]);
  const online = new Set<string>();
  const typing = new Map<string, string>();
  const point = createResumePoint();
  /** Frames that came before the history they belong behind; `null`: live. */
  let waiting: unknown[] | null = [];

  const socket = createLiveSocket({
    url: () => {
      const query = new URLSearchParams({
        token: credential,
        user_id: userId,
        user_name: userName,
        since: point.since(),
      });
      return `${origin.replace(/^http/, 'ws')}/ws/${encodeURIComponent(roomId)}?${query}`;
    },
    setStatus: (status) => {
      state.status.value = status;
    },
    opened: () => {
      waiting = [];
    },
    received(frame) {
      const type = textProperty(frame, 'type');
      if (type === 'resync') point.reset();
      if (type === 'resumed') goOn();
      else if (type === 'resync') void load();
      else if (waiting === null) take(frame);
      else waiting.push(frame);
      // Its first frame says where a connection stands that has nothing to resume.
      const isWelcome = type === 'connection_status' && property(frame, 'epoch') !== undefined;
      if (isWelcome && !point.isKnown()) void load();
    },
  });

  /** The newest page, where there is nothing to resume. */
  async function load() {
    const held = waiting;
    try {
      const page = await rest.call(`/rooms/${roomId}/messages/?size=50&order=desc`);
      if (waiting !== held) return;
      state.clear();
      point.saw(page);
      for (const message of listOf(page).reverse()) show(message);
      for (const user of listOf(await rest.call(`/rooms/${roomId}/participants?size=50`)))
        know(textProperty(user, 'user_id'), textProperty(user, 'user_name'));
    } catch (error) {
      state.refusal.value = errorMessage(error);
    }
    // Another connection has begun meanwhile, with a history of its own.
    if (waiting === held) goOn();
  }

  function goOn() {
    const frames = waiting ?? [];
    waiting = null;
    for (const frame of frames) take(frame);
  }

  function take(frame: unknown) {
    point.saw(frame);
    const data = property(frame, 'data');
    const text = (name: string) => textProperty(data, name) ?? '';
    switch (textProperty(frame, 'type')) {
      case 'connection_status':
        online.clear();
        for (const id of listOf(property(data, 'online_users'))) online.add(String(id));
        return present();
      case 'user_joined':
        online.add(text('user_id'));
        know(text('user_id'), text('user_name'));
        return present();
      case 'user_left':
        online.delete(text('user_id'));
        typing.delete(text('user_id'));
        return present();
      case 'typing':
        if (property(data, 'is_typing') === true) typing.set(text('user_id'), text('user_name'));
        else typing.delete(text('user_id'));
        return present();
      case 'message':
        return show(data);
      case 'message_updated':
        return state.change(text('id'), { text: text('content'), isEdited: true });
      case 'message_deleted':
        return state.change(text('id'), { isDeleted: true });
      case 'reaction_updated':
        return state.change(text('id'), { reactions: reactionsOf(property(data, 'reactions')) });
      case 'room_purged':
        state.clear();
        return state.say('The room was purged');
      case 'notification':
        notices.value = [
          {
            id: text('id'),
            title: text('title'),
            content: text('content'),
            priority: text('priority'),
          },
          ...notices.value,
        ].slice(0, NOTICES_MAX);
        return;
      case 'error':
        state.refusal.value = text('message');
    }
  }

  function know(id: string | undefined, name: string | undefined) {
    // What one calls oneself now counts, not what older messages say.
    if (id !== undefined && name !== undefined && id !== userId) names.set(id, name);
  }

  function show(message: unknown) {
    const shown = messageOf(message, userId);
    if (names.get(shown.senderId) !== shown.sender) {
      know(shown.senderId, shown.sender);
      present();
    }
    // A frame of a new message does not tell the reactions; what is known of them stays.
    const known = state.get(shown.id);
    state.put(known === undefined ? shown : { ...known, ...shown });
  }

  function present() {
    state.status.value = { kind: 'live', text: `Live, ${online.size} online` };
    members.value = [...new Set([...online, ...names.keys()])]
      .map((id) => ({ id, name: names.get(id) ?? id, isOnline: online.has(id) }))
      .sort((a, b) => Number(b.isOnline) - Number(a.isOnline) || a.name.localeCompare(b.name));
    const who = [...typing.values()];
    if (who.length === 0) state.aside.value = '';
    else
      state.aside.value = `${who.slice(0, 3).join(', ')} ${who.length > 1 ? 'are' : 'is'} typing`;
  }

  return {
    state,
    members,
    notices,
    userId,
    send: (content) => socket.send({ type: 'message', data: { content, client_key: randomKey() } }),
    rename(name) {
      userName = name;
      names.set(userId, name);
      socket.restart();
    },
    typing: (isTyping) => void socket.send({ type: 'typing', data: { is_typing: isTyping } }),
    edit: (id, content) => void socket.send({ type: 'edit', data: { message_id: id, content } }),
    remove: (id) => void socket.send({ type: 'delete', data: { message_id: id } }),
    toggle: (id, emoji) => void socket.send({ type: 'react', data: { message_id: id, emoji } }),
    async notify() {
      try {
        await rest.call('/notifications', {
          room_id: roomId,
          title: 'From the playground',
          content: `${userName} says hello to everyone in this room`,
          priority: 'normal',
        });
      } catch (error) {
        state.refusal.value = errorMessage(error);
      }
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

function messageOf(message: unknown, ownId: string): DemoMessage {
  const senderId = textProperty(message, 'sender_id') ?? '';
  const reactions = property(message, 'reactions');
  return {
    id: textProperty(message, 'id') ?? '',
    senderId,
    sender: textProperty(message, 'sender_name') ?? senderId,
    text: textProperty(message, 'content') ?? '',
    at: Date.parse(textProperty(message, 'created_at') ?? ''),
    isOwn: senderId === ownId,
    ...(typeof textProperty(message, 'edited_at') === 'string' && { isEdited: true }),
    ...(typeof textProperty(message, 'deleted_at') === 'string' && { isDeleted: true }),
    ...(reactions !== undefined && { reactions: reactionsOf(reactions) }),
  };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
