/** Examples of the frames, for the API spec. */
import type { Examples } from '../../api-spec/channels.ts';
import type { CLIENT_FRAMES, SERVER_FRAMES } from './schema.ts';

/** What clients send. */
export const CLIENT_EXAMPLES: Examples<typeof CLIENT_FRAMES> = {
  message: [
    { message: 'Hello, everyone!' },
    { message: 'With a key a retry is safe', client_key: 'k-1' },
    { message: 'Hello, ada!', reply_to: 'msg_1042' },
  ],
};

const timestamp = '2023-07-25T14:32:15.123000';

/** What the server sends, keys in their order. */
export const SERVER_EXAMPLES: Examples<typeof SERVER_FRAMES> = {
  system: [
    { type: 'system', message: 'Welcome to the chat, ada!', timestamp, online_users: 2 },
    { type: 'system', message: 'bob has joined the chat', timestamp, online_users: 3 },
  ],
  message: [
    { type: 'message', sender: 'ada', message: 'Hello, everyone!', timestamp, id: 'msg_1042' },
    {
      type: 'message',
      sender: 'bot_alice',
      sender_name: 'Alice',
      sender_avatar: 'http://127.0.0.1:8080/avatars/bot_alice.svg',
      message: 'Nice to see you here.',
      timestamp,
      id: 'msg_1043',
      change: 43,
    },
    {
      type: 'message',
      sender: 'bob',
      message: 'Hello, ada!',
      timestamp,
      id: 'msg_1044',
      meta: { reply_to: 'msg_1042' },
    },
  ],
  error: [{ type: 'error', message: 'Message cannot be empty', timestamp }],
  resumed: [
    { type: 'resumed', from: 40, to: 43, timestamp, epoch: '3f0c9a1b2d4e5f60', change: 40 },
  ],
  resync: [{ type: 'resync', timestamp, epoch: '3f0c9a1b2d4e5f60', change: 43 }],
};
