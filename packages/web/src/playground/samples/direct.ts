import { samplesOf } from './sample.ts';

/** Ready-made events of conversations of two. */
export const DIRECT_SAMPLES = samplesOf(
  {
    register_user: {
      about: 'Binds this socket to a user and receives their chat_list_update events.',
      event: 'register_user',
      payload: ({ userId }) => userId,
    },
    join_chat: {
      about: 'The room of two users, found or made; then its newest 50 messages.',
      event: 'join_chat',
      payload: ({ userId, targetUserId }) => ({ userId, targetUserId }),
    },
    send_message: {
      about: 'To both, in the room that room_joined told of.',
      event: 'send_message',
      payload: ({ roomId, userId }) => ({ roomId, senderId: userId, body: 'Hello world!' }),
    },
    'send_message, sent once': {
      about: 'A retry with the same client_key creates nothing.',
      event: 'send_message',
      payload: ({ roomId, userId }) => ({
        roomId,
        senderId: userId,
        body: 'Only once',
        client_key: 'my-key-1',
      }),
    },
    fetch_messages: {
      about: 'Older messages: limit of them, after skipping the newest offset.',
      event: 'fetch_messages',
      payload: ({ roomId }) => ({ roomId, limit: 20, offset: 0 }),
    },
  },
  {
    'As somebody else': {
      about: 'The first register_user or join_chat binds the socket; another id is refused.',
      event: 'register_user',
      payload: 'somebody-else',
    },
    'With oneself': {
      about: 'A conversation needs two.',
      event: 'join_chat',
      payload: ({ userId }) => ({ userId, targetUserId: userId }),
    },
    'Unknown room': {
      about: 'The same error as for a room of others.',
      event: 'fetch_messages',
      payload: { roomId: '00000000-0000-4000-8000-000000000000' },
    },
  },
);
