import { expect, test } from 'vitest';
import { isLobbyPath, parseClientId } from './client-id.ts';

test.each(['/ws/chat/alice', '/ws/chat/', '/ws/chat', '/ws/chat/a/b'])(
  '%s is the lobby’s',
  (path) => {
    expect(isLobbyPath(path)).toBe(true);
  },
);

test.each(['/ws', '/ws/', '/ws/chats', '/ws/chatroom/x', '/', '/WS/CHAT/x', '/x/ws/chat/a'])(
  '%s is not the lobby’s',
  (path) => {
    expect(isLobbyPath(path)).toBe(false);
  },
);

test.each([
  'a',
  'user_1234',
  'Zoë Müller',
  '日本',
  'a/b',
  '😀'.repeat(64),
  'x'.repeat(64),
  '%41',
  '<b>',
])('%j is a client id', (id) => {
  expect(parseClientId({ path: `/ws/chat/${id}`, isPathValid: true })).toBe(id);
});

test.each([
  ['', 'Client id is required'],
  ['x'.repeat(65), 'Client id too long (max 64 characters)'],
  ['😀'.repeat(65), 'Client id too long (max 64 characters)'],
  ['a\u0000', 'Client id must not contain control characters'],
  ['a\nb', 'Client id must not contain control characters'],
  ['\u007f', 'Client id must not contain control characters'],
  ['\u0085', 'Client id must not contain control characters'],
])('%j is no client id: %s', (id, text) => {
  expect(() => parseClientId({ path: `/ws/chat/${id}`, isPathValid: true })).toThrow(text);
});

test('a path that ends before the id has none', () => {
  expect(() => parseClientId({ path: '/ws/chat', isPathValid: true })).toThrow(
    'Client id is required',
  );
});
