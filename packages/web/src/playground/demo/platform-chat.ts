import { signal } from '@preact/signals';
import { errorMessage } from '../../lib/error-message.ts';
import { listOf, property, textProperty } from '../../lib/json.ts';
import { randomKey } from '../../lib/random-key.ts';
import { createChatState, type DemoMessage } from './chat-state.ts';
import { createLiveSocket } from './live-socket.ts';
import { createPlatformCall } from './platform-rest.ts';
import { reactionsOf } from './reactions-chat.ts';
import { createResumePoint } from './resume-point.ts';

/** A user of the app in the room. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly isOnline: boolean;
}

/** A notification. */
export interface Notice {
  readonly title: string;
  readonly content: string;
}

export type PlatformChat = ReturnType<typeof createPlatformChat>;

export interface PlatformChatOptions {
  readonly origin: string;
  /** An API key, or a user token of `userId`. */
  readonly credential: string;
  readonly roomId: string;
  readonly userId: string;
  readonly userName: string;
}

/** A user in an app's room: everything over the WebSocket but the first page of history and notifying. */
export function createPlatformChat(options: PlatformChatOptions) {
  const { origin, credential, roomId, userId } = options;
  const state = createChatState();
  const members = signal<readonly Member[]>([]);
  /** The newest. */
  const notice = signal<Notice | null>(null);
  const call = createPlatformCall(origin, credential);
  const ownName = signal(options.userName);
  const names = new Map<string, string>([[userId, ownName.value]]);
  const online = new Set<string>();
  const typing = new Map<string, string>();
  const point = createResumePoint();
  /** Frames received before the history that they follow; `null`: live. */
  let waiting: unknown[] | null = [];

  const socket = createLiveSocket({
    url: () => {
      const query = new URLSearchParams({
        token: credential,
        user_id: userId,
        user_name: ownName.value,
        since: point.since(),
      });
      return `${origin.replace(/^http/, 'ws')}/ws/${encodeURIComponent(roomId)}?${query}`;
    },
    status: state.status,
    onOpen: () => {
      waiting = [];
    },
    onFrame(frame) {
      const type = textProperty(frame, 'type');
      if (type === 'resync') point.reset();
      if (type === 'resumed') goLive();
      else if (type === 'resync') void load();
      else if (waiting === null) handle(frame);
      else waiting.push(frame);
      // The first frame of a connection with nothing to resume has the position.
      const isWelcome = type === 'connection_status' && property(frame, 'epoch') !== undefined;
      if (isWelcome && !point.isKnown()) void load();
    },
  });

  /** The newest page, where there is nothing to resume. */
  async function load() {
    const held = waiting;
    try {
      const page = await call(`/rooms/${roomId}/messages/?size=50&order=desc`);
      if (waiting !== held) return;
      state.clear();
      point.record(page);
      for (const message of listOf(page).toReversed()) show(message);
      for (const user of listOf(await call(`/rooms/${roomId}/participants?size=50`)))
        setName(textProperty(user, 'user_id'), textProperty(user, 'user_name'));
    } catch (error) {
      state.error.value = errorMessage(error);
    }
    // Unless another connection has begun meanwhile: it loads its own history.
    if (waiting === held) goLive();
  }

  function goLive() {
    const frames = waiting ?? [];
    waiting = null;
    for (const frame of frames) handle(frame);
  }

  function handle(frame: unknown) {
    point.record(frame);
    const data = property(frame, 'data');
    const text = (name: string) => textProperty(data, name) ?? '';
    switch (textProperty(frame, 'type')) {
      case 'connection_status':
        online.clear();
        for (const id of listOf(property(data, 'online_users'))) online.add(String(id));
        return showPresence();
      case 'user_joined':
        online.add(text('user_id'));
        setName(text('user_id'), text('user_name'));
        return showPresence();
      case 'user_left':
        online.delete(text('user_id'));
        typing.delete(text('user_id'));
        return showPresence();
      case 'typing':
        if (property(data, 'is_typing') === true) typing.set(text('user_id'), text('user_name'));
        else typing.delete(text('user_id'));
        return showPresence();
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
        return state.addNote('The room was purged');
      case 'notification':
        notice.value = { title: text('title'), content: text('content') };
        return;
      case 'error':
        state.error.value = text('message');
    }
  }

  function setName(id: string | undefined, name: string | undefined) {
    // The own name is the present one, not that of older messages.
    if (id !== undefined && name !== undefined && id !== userId) names.set(id, name);
  }

  function show(message: unknown) {
    const shown = messageOf(message, userId);
    if (names.get(shown.senderId) !== shown.sender) {
      setName(shown.senderId, shown.sender);
      showPresence();
    }
    // A frame of a new message has no reactions: the known ones stay.
    state.put({ ...state.get(shown.id), ...shown });
  }

  function showPresence() {
    state.status.value = { kind: 'live', text: `Live, ${online.size} online` };
    members.value = [...new Set([...online, ...names.keys()])]
      .map((id) => ({ id, name: names.get(id) ?? id, isOnline: online.has(id) }))
      .sort((a, b) => Number(b.isOnline) - Number(a.isOnline) || a.name.localeCompare(b.name));
    const who = [...typing.values()];
    const verb = who.length > 1 ? 'are' : 'is';
    state.hint.value = who.length === 0 ? '' : `${who.slice(0, 3).join(', ')} ${verb} typing`;
  }

  return {
    state,
    name: ownName,
    members,
    notice,
    userId,
    send: (content: string) =>
      socket.send({ type: 'message', data: { content, client_key: randomKey() } }),
    rename(name: string) {
      ownName.value = name;
      names.set(userId, name);
      socket.restart();
    },
    typing: (isTyping: boolean) =>
      void socket.send({ type: 'typing', data: { is_typing: isTyping } }),
    edit: (id: string, content: string) =>
      void socket.send({ type: 'edit', data: { message_id: id, content } }),
    remove: (id: string) => void socket.send({ type: 'delete', data: { message_id: id } }),
    toggle: (id: string, emoji: string) =>
      void socket.send({ type: 'react', data: { message_id: id, emoji } }),
    /** Sends the room a notification, as an app's server would. */
    async notify() {
      try {
        await call('/notifications', {
          room_id: roomId,
          title: 'From the playground',
          content: `${ownName.value} says hello to everyone in this room`,
          priority: 'normal',
        });
      } catch (error) {
        state.error.value = errorMessage(error);
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
