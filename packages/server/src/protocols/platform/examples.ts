/** Examples of the frames, for the API spec. */
import type { Examples } from '../../api-spec/channels.ts';
import type { CLIENT_FRAMES } from './schema.ts';
import type { SERVER_FRAMES } from './server-schema.ts';

const id = '0198c1de-8e01-7c3f-9b0d-2a7a4f5e6c10';

/** What clients send. */
export const CLIENT_EXAMPLES: Examples<typeof CLIENT_FRAMES> = {
  typing: [{ type: 'typing', data: { is_typing: true } }],
  get_online_users: [{ type: 'get_online_users', data: {} }],
  ping: [{ type: 'ping', data: {} }],
  message: [
    { type: 'message', data: { content: 'Hello everyone! 👋' } },
    {
      type: 'message',
      data: {
        content: 'With a key a retry is safe',
        message_type: 'text',
        meta: { priority: 'normal' },
        client_key: 'k-1',
      },
    },
  ],
  edit: [
    {
      type: 'edit',
      data: { message_id: id, content: 'Hello, everyone!', edit_reason: 'Fixed typo' },
    },
  ],
  delete: [{ type: 'delete', data: { message_id: id } }],
  react: [{ type: 'react', data: { message_id: id, emoji: '👍' } }],
  read: [{ type: 'read', data: { message_id: id } }],
};

const at = '2024-01-01T12:00:00.000Z';
const roomId = '550e8400-e29b-41d4-a716-446655440001';
const inRoom = { timestamp: at, room_id: roomId };
const ada = { user_id: 'user_123', user_name: 'Ada' };

/** What the server sends, keys in their order. */
export const SERVER_EXAMPLES: Examples<typeof SERVER_FRAMES> = {
  connection_status: [
    {
      type: 'connection_status',
      data: {
        status: 'connected',
        user_id: 'user_123',
        room_id: roomId,
        online_users: ['user_123', 'user_456'],
        total_participants: 2,
      },
      timestamp: at,
    },
  ],
  message: [
    {
      type: 'message',
      data: {
        id,
        sender_id: 'user_123',
        sender_name: 'Ada',
        content: 'Hello everyone! 👋',
        message_type: 'text',
        meta: {},
        created_at: at,
      },
      ...inRoom,
    },
  ],
  message_updated: [
    {
      type: 'message_updated',
      data: { id, content: 'Hello, everyone!', edited_at: at, edit_reason: 'Fixed typo' },
      ...inRoom,
    },
  ],
  message_deleted: [
    { type: 'message_deleted', data: { id, deleted_by: 'user_123', deleted_at: at }, ...inRoom },
  ],
  reaction_updated: [
    {
      type: 'reaction_updated',
      data: {
        id,
        reactions: { '👍': ['user_456'] },
        emoji: '👍',
        user_id: 'user_456',
        action: 'added',
      },
      ...inRoom,
    },
    { type: 'reaction_updated', data: { id, reactions: {} }, ...inRoom, change: 43 },
  ],
  room_purged: [{ type: 'room_purged', data: { purged_by: 'app' }, ...inRoom }],
  user_joined: [
    {
      type: 'user_joined',
      data: { ...ada, joined_at: at, meta: { role: 'member' } },
      ...inRoom,
    },
  ],
  user_left: [{ type: 'user_left', data: { ...ada, left_at: at }, ...inRoom }],
  typing: [{ type: 'typing', data: { ...ada, is_typing: true }, ...inRoom }],
  notification: [
    {
      type: 'notification',
      data: {
        id,
        title: 'New order',
        content: 'Order 1042 is waiting.',
        action_url: '/orders/1042',
        priority: 'high',
        icon: null,
      },
      ...inRoom,
    },
  ],
  pong: [{ type: 'pong', data: {}, ...inRoom }],
  ack: [
    { type: 'ack', data: { client_key: 'k-1', id, seq: 42 }, ...inRoom },
    { type: 'ack', data: { client_key: 'k-1', id, seq: 42, change: 43 }, ...inRoom },
  ],
  error: [
    {
      type: 'error',
      data: { code: 'VALIDATION_ERROR', message: 'data.content is required', ref: 'k-1' },
      ...inRoom,
    },
  ],
  resumed: [
    {
      type: 'resumed',
      data: { from: 40, to: 43 },
      ...inRoom,
      epoch: '3f0c9a1b2d4e5f60',
      change: 40,
    },
  ],
  resync: [{ type: 'resync', data: {}, ...inRoom, epoch: '3f0c9a1b2d4e5f60', change: 43 }],
};
