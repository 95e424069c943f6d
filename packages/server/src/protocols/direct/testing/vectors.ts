/** Payloads as clients send them, good and bad, and the errors of the bad ones. */
import type { ClientEventName } from '../schema.ts';

export const VALID: readonly { readonly event: ClientEventName; readonly payload: unknown }[] = [
  { event: 'register_user', payload: 'user-uuid-1' },
  { event: 'register_user', payload: '0b9f8a52-5c1c-4d0e-9f7e-3c6f2a1b4d5e' },
  { event: 'register_user', payload: 'a'.repeat(128) },
  { event: 'join_chat', payload: { userId: 'user-uuid-1', targetUserId: 'user-uuid-2' } },
  { event: 'join_chat', payload: { userId: 'a', targetUserId: 'B_9.:-', extra: true } },
  { event: 'send_message', payload: { roomId: 'r', senderId: 'a', body: 'Hello world!' } },
  { event: 'send_message', payload: { roomId: 'r', senderId: 'a', body: '', client_key: 'k1' } },
  { event: 'fetch_messages', payload: { roomId: 'r' } },
  { event: 'fetch_messages', payload: { roomId: 'r', limit: 100, offset: 50 } },
  { event: 'fetch_messages', payload: { roomId: 'r', limit: 1, offset: 0 } },
];

const ID = 'a string of 1-128 of the characters A-Z a-z 0-9 _ . : -';

export const INVALID: readonly {
  readonly event: ClientEventName;
  readonly payload: unknown;
  readonly message: string;
}[] = [
  { event: 'register_user', payload: undefined, message: `user id must be ${ID}` },
  { event: 'register_user', payload: null, message: `user id must be ${ID}` },
  { event: 'register_user', payload: 7, message: `user id must be ${ID}` },
  { event: 'register_user', payload: '', message: `user id must be ${ID}` },
  { event: 'register_user', payload: 'a b', message: `user id must be ${ID}` },
  { event: 'register_user', payload: 'a\n', message: `user id must be ${ID}` },
  { event: 'register_user', payload: 'a'.repeat(129), message: `user id must be ${ID}` },
  { event: 'register_user', payload: { userId: 'a' }, message: `user id must be ${ID}` },
  { event: 'join_chat', payload: undefined, message: 'payload must be an object' },
  { event: 'join_chat', payload: 'a', message: 'payload must be an object' },
  { event: 'join_chat', payload: [], message: 'payload must be an object' },
  { event: 'join_chat', payload: {}, message: 'userId is required' },
  { event: 'join_chat', payload: { userId: 'a' }, message: 'targetUserId is required' },
  {
    event: 'join_chat',
    payload: { userId: 1, targetUserId: 'b' },
    message: `userId must be ${ID}`,
  },
  {
    event: 'join_chat',
    payload: { userId: 'a', targetUserId: 'ü' },
    message: `targetUserId must be ${ID}`,
  },
  { event: 'send_message', payload: { senderId: 'a', body: 'x' }, message: 'roomId is required' },
  { event: 'send_message', payload: { roomId: 'r', body: 'x' }, message: 'senderId is required' },
  { event: 'send_message', payload: { roomId: 'r', senderId: 'a' }, message: 'body is required' },
  {
    event: 'send_message',
    payload: { roomId: 5, senderId: 'a', body: 'x' },
    message: 'roomId must be a string',
  },
  {
    event: 'send_message',
    payload: { roomId: 'r', senderId: 'a', body: { text: 'x' } },
    message: 'body must be a string',
  },
  {
    event: 'send_message',
    payload: { roomId: 'r', senderId: 'a', body: 'x', client_key: '' },
    message: 'client_key must be a string of 1-128 characters, or null',
  },
  { event: 'fetch_messages', payload: {}, message: 'roomId is required' },
  ...[0, 101, -1, 1.5, '20', null, 1e308].map((limit) => ({
    event: 'fetch_messages' as const,
    payload: { roomId: 'r', limit },
    message: 'limit must be a whole number from 1 to 100',
  })),
  ...[-1, 0.5, '0', null, 1e308].map((offset) => ({
    event: 'fetch_messages' as const,
    payload: { roomId: 'r', offset },
    message: 'offset must be a whole number from 0 on',
  })),
];
