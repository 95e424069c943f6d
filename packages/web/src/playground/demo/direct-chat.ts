import { listOf, property, textProperty } from '../../lib/json.ts';
import { createChatState, type DemoMessage } from './chat-state.ts';
import { createLiveSocketIo } from './live-socket.ts';
import { createResumePoint } from './resume-point.ts';

/** One side of a conversation. */
export interface Participant {
  readonly id: string;
  readonly name: string;
}

const OLDER_COUNT = 20;

/** One side of the conversation. @param token A user token, where the server requires one. */
export function createDirectChat(
  origin: string,
  me: Participant,
  other: Participant,
  token: string | null,
) {
  const state = createChatState();
  const point = createResumePoint();
  let roomId: string | null = null;
  const socket = createLiveSocketIo({
    origin,
    token,
    since: () => (roomId === null || !point.isKnown() ? {} : { [roomId]: point.since() }),
    status: state.status,
  });

  const messageOf = (message: unknown): DemoMessage => {
    const senderId = textProperty(message, 'sender_id') ?? '';
    const isOwn = senderId === me.id;
    return {
      id: textProperty(message, 'id') ?? '',
      senderId,
      sender: isOwn ? me.name : other.name,
      text: textProperty(message, 'body') ?? '',
      at: Date.parse(textProperty(message, 'created_at') ?? ''),
      isOwn,
    };
  };

  const join = () => socket.emit('join_chat', { userId: me.id, targetUserId: other.id });
  socket.on('connect', () => {
    socket.emit('register_user', me.id);
    join();
  });
  socket.on('room_joined', (joined: unknown) => {
    roomId = textProperty(joined, 'roomId') ?? null;
    point.record(joined);
  });
  socket.on('message_history', (history: unknown) => {
    point.record(history);
    for (const message of listOf(property(history, 'messages'))) state.put(messageOf(message));
  });
  socket.on('more_messages', (page: unknown) => {
    const messages = listOf(property(page, 'messages')).map(messageOf);
    if (messages.length === 0) state.hint.value = 'That is the beginning of the conversation.';
    else state.prepend(messages);
  });
  socket.on('new_message', (message: unknown) => {
    point.record(message);
    state.put(messageOf(message));
  });
  socket.on('resync', () => {
    point.reset();
    state.clear();
    join();
  });
  socket.on('chat_list_update', (update: unknown) => {
    state.hint.value = `In the list of chats: “${short(textProperty(update, 'last_message') ?? '')}”`;
  });
  socket.on('error', (error: unknown) => {
    state.error.value = textProperty(error, 'message') ?? '';
  });

  return {
    state,
    send(body: string) {
      if (!socket.connected || roomId === null) return false;
      socket.emit('send_message', { roomId, senderId: me.id, body });
      return true;
    },
    /** Loads earlier messages. */
    loadOlder() {
      if (!socket.connected || roomId === null) return;
      const offset = state.items().filter(({ kind }) => kind === 'message').length;
      socket.emit('fetch_messages', { roomId, limit: OLDER_COUNT, offset });
    },
    [Symbol.dispose]: () => {
      socket.disconnect();
    },
  };
}

function short(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}
