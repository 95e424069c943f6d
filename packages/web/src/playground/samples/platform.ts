import { samplesOf } from './sample.ts';

/** Ready-made frames of an app's room. */
export const PLATFORM_SAMPLES = samplesOf(
  {
    message: {
      about: 'Answered with ack once it is stored.',
      payload: { type: 'message', data: { content: 'Hello everyone!' } },
    },
    'message with meta': {
      about: 'Mentioned members of the room are notified.',
      payload: {
        type: 'message',
        data: {
          content: 'Look at this, Maria',
          message_type: 'text',
          meta: { mentions: ['user_456'], priority: 'normal' },
        },
      },
    },
    'message, sent once': {
      about: 'A retry with the same client_key creates nothing, and gets the first ack again.',
      payload: { type: 'message', data: { content: 'Only once', client_key: 'my-key-1' } },
    },
    typing: {
      about: 'The others see it for six seconds, or until it is false.',
      payload: { type: 'typing', data: { is_typing: true } },
    },
    'typing ended': {
      about: 'Ends by itself on sending, too.',
      payload: { type: 'typing', data: { is_typing: false } },
    },
    get_online_users: {
      about: 'Answered with a fresh connection_status.',
      payload: { type: 'get_online_users', data: {} },
    },
    ping: {
      about: 'Answered with pong.',
      payload: { type: 'ping', data: {} },
    },
    edit: {
      about: 'The newest message that came; one’s own.',
      payload: ({ messageId }) => ({
        type: 'edit',
        data: { message_id: messageId, content: 'Better words', edit_reason: 'Fixed typo' },
      }),
    },
    react: {
      about: 'A second time takes it away.',
      payload: ({ messageId }) => ({ type: 'react', data: { message_id: messageId, emoji: '🎉' } }),
    },
    read: {
      about: 'Marks messages up to this one as read.',
      payload: ({ messageId }) => ({ type: 'read', data: { message_id: messageId } }),
    },
    delete: {
      about: 'The newest message that came; one’s own.',
      payload: ({ messageId }) => ({ type: 'delete', data: { message_id: messageId } }),
    },
  },
  {
    'Unknown type': {
      about: 'Answered with an error; the connection stays.',
      payload: { type: 'shout', data: {} },
    },
    'Bad data': {
      about: 'The error names the field.',
      payload: { type: 'typing', data: { is_typing: 'yes' } },
    },
    'Not JSON': {
      about: 'Answered with an error; the connection stays.',
      payload: 'hello',
    },
  },
);
