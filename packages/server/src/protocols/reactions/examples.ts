/** Examples of the frames, for the API spec. */
import type { Examples } from '../../api-spec/channels.ts';
import type { CLIENT_FRAMES, SERVER_FRAMES } from './schema.ts';

const id = 'd7d9d9fd-478f-40e6-b651-49b7f19878a2';

/** What clients send. */
export const CLIENT_EXAMPLES: Examples<typeof CLIENT_FRAMES> = {
  send_message: [
    { type: 'send_message', data: { text: 'Hello!', author_name: 'Ada' } },
    { type: 'send_message', data: { text: 'With a key a retry is safe', client_key: 'k-1' } },
  ],
  add_reaction: [{ type: 'add_reaction', data: { message_id: id, emoji: '👍' } }],
};

const message = {
  id,
  text: 'Hello!',
  author_id: 'user_3f9a1c5be207',
  author_name: 'Ada',
  created_at: 1_704_110_400,
  reactions: {},
};
const reacted = { ...message, reactions: { '👍': ['user_3f9a1c5be207'] } };

/** What the server sends, keys in their order. */
export const SERVER_EXAMPLES: Examples<typeof SERVER_FRAMES> = {
  message: [
    { type: 'message', data: message },
    { type: 'message', data: reacted, change: 43 },
  ],
  reaction_updated: [
    {
      type: 'reaction_updated',
      data: {
        message_id: id,
        emoji: '👍',
        user_id: 'user_3f9a1c5be207',
        action: 'added',
        message: reacted,
      },
    },
  ],
  error: [{ type: 'error', data: { error: 'message text cannot be empty' } }],
  resumed: [{ type: 'resumed', data: { from: 40, to: 43 }, epoch: '3f0c9a1b2d4e5f60', change: 40 }],
  resync: [{ type: 'resync', data: {}, epoch: '3f0c9a1b2d4e5f60', change: 43 }],
};
