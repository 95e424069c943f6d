/** Examples of events and callbacks, for the API spec. */
import type { Examples } from '../../api-spec/channels.ts';
import type { ClientEventName, SERVER_EVENTS } from './schema.ts';

const roomId = '0198c1de-7d6a-7a52-8a51-1f0e9c3b2d41';
const message = {
  id: '0198c1de-8e01-7c3f-9b0d-2a7a4f5e6c10',
  room_id: roomId,
  sender_id: 'user-uuid-1',
  body: 'Hello world!',
  created_at: '2023-10-27T10:00:00.000Z',
};

const joined = {
  roomId,
  room: {
    id: roomId,
    participant1: 'user-uuid-1',
    participant2: 'user-uuid-2',
    created_at: '2023-10-27T09:00:00.000Z',
    updated_at: '2023-10-27T09:00:00.000Z',
    last_message_at: null,
  },
};
const more = { roomId, messages: [], offset: 50 };

/** What the server emits, keys in their order. */
export const SERVER_EXAMPLES: Examples<typeof SERVER_EVENTS> = {
  room_joined: [joined],
  message_history: [{ roomId, messages: [message] }],
  new_message: [message],
  chat_list_update: [
    {
      room_id: roomId,
      last_message: 'Hello world!',
      sender_id: 'user-uuid-1',
      updated_at: '2023-10-27T10:00:00.000Z',
    },
  ],
  more_messages: [more],
  resumed: [{ roomId, from: 3, to: 7, epoch: '3f0c9a1b2d4e5f60', change: 3 }],
  resync: [{ roomId, epoch: '3f0c9a1b2d4e5f60', change: 7 }],
  ban_ended: [{ roomId }],
  error: [{ message: 'Room not found' }],
};

/** What clients emit. */
export const CLIENT_EXAMPLES: Readonly<Record<ClientEventName, readonly unknown[]>> = {
  register_user: ['user-uuid-1'],
  join_chat: [{ userId: 'user-uuid-1', targetUserId: 'user-uuid-2' }],
  send_message: [
    { roomId, senderId: 'user-uuid-1', body: 'Hello world!' },
    { roomId, senderId: 'user-uuid-1', body: 'With a key a retry is safe', client_key: 'k-1' },
  ],
  fetch_messages: [{ roomId, limit: 20, offset: 50 }],
};

/** What callbacks are called with, by client event. */
export const ACK_EXAMPLES: Readonly<Record<ClientEventName, readonly unknown[]>> = {
  register_user: [{ ok: true, userId: 'user-uuid-1' }],
  join_chat: [{ ok: true, ...joined }],
  send_message: [{ ok: true, message }],
  fetch_messages: [{ ok: true, ...more }],
};
export const REFUSED_EXAMPLES: readonly unknown[] = [{ ok: false, message: 'Room not found' }];
