import { samplesOf } from './sample.ts';

/** Ready-made frames of the wall. */
export const REACTIONS_SAMPLES = samplesOf(
  {
    send_message: {
      about: 'To everyone. Without author_name it is by Anonymous.',
      payload: { type: 'send_message', data: { text: 'Hello, wall!', author_name: 'Ada' } },
    },
    'send_message, sent once': {
      about: 'A retry with the same client_key creates nothing.',
      payload: { type: 'send_message', data: { text: 'Only once', client_key: 'my-key-1' } },
    },
    add_reaction: {
      about: 'To the newest message that came; a second time takes it away.',
      payload: ({ messageId }) => ({
        type: 'add_reaction',
        data: { message_id: messageId, emoji: '👍' },
      }),
    },
  },
  {
    'No emoji': {
      about: 'Exactly one emoji is asked for.',
      payload: ({ messageId }) => ({
        type: 'add_reaction',
        data: { message_id: messageId, emoji: 'yes' },
      }),
    },
    'Empty text': {
      about: 'Nothing is left after trimming.',
      payload: { type: 'send_message', data: { text: '  ' } },
    },
    'Unknown type': {
      about: 'Answered with an error; the connection stays.',
      payload: { type: 'shout', data: { text: 'Hello' } },
    },
  },
);
