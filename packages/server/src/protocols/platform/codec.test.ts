import { userKey } from '@koine/contract';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { storedMessage } from '../../testing/messages.ts';
import {
  ackFrame,
  connectionStatusFrame,
  decode,
  errorFrame,
  FrameError,
  messageDeletedFrame,
  messageFrame,
  messageUpdatedFrame,
  notificationFrame,
  pongFrame,
  reactionUpdatedFrame,
  resumedFrame,
  resyncFrame,
  roomPurgedFrame,
  typingFrame,
  userJoinedFrame,
  userLeftFrame,
} from './codec.ts';
import { SERVER_FRAMES } from './server-schema.ts';
import { INVALID_FRAMES, VALID_FRAMES } from './testing/vectors.ts';

const roomId = '550e8400-e29b-41d4-a716-446655440001';
const noon = Date.UTC(2024, 0, 1, 12);
const minute = 60_000;
const message = storedMessage({
  id: '550e8400-e29b-41d4-a716-446655440002',
  number: 7,
  roomId,
  seq: 3,
  changeSeq: 9,
  sender: { id: 'user_123', appId: 'default', name: 'John Doe', avatarUrl: null, kind: 'external' },
  content: 'Hello everyone! 👋',
  meta: { mentions: ['user_456'], priority: 'normal' },
  createdAt: noon,
});
const john = message.sender;

describe('client frames', () => {
  test.each(VALID_FRAMES)('takes %s', (text) => {
    expect(decode(text)).toEqual(JSON.parse(text));
  });

  test.each(INVALID_FRAMES)('refuses %s', (text, words, ref) => {
    const error = decode(text);
    expect(error).toBeInstanceOf(FrameError);
    expect(error).toEqual(new FrameError(words, ref));
  });

  test('an unknown type is quoted in short', () => {
    const error = decode(JSON.stringify({ type: 'x'.repeat(10_000) }));
    expect(error).toEqual(new FrameError(`Unknown message type: ${'x'.repeat(64)}`));
  });
});

describe("the document's server frames, key by key", () => {
  test('message', () => {
    expect(messageFrame(message, null)).toBe(
      `{"type":"message","data":{"id":"${message.id}","sender_id":"user_123","sender_name":"John Doe","content":"Hello everyone! 👋","message_type":"text","meta":{"mentions":["user_456"],"priority":"normal"},"created_at":"2024-01-01T12:00:00.000Z"},"timestamp":"2024-01-01T12:00:00.000Z","room_id":"${roomId}"}`,
    );
  });

  test('message_updated', () => {
    const edited = {
      ...message,
      content: 'Updated message content! 🎉',
      editedAt: noon + 5 * minute,
      editReason: 'Fixed typo',
    };
    expect(messageUpdatedFrame(edited, null)).toBe(
      `{"type":"message_updated","data":{"id":"${message.id}","content":"Updated message content! 🎉","edited_at":"2024-01-01T12:05:00.000Z","edit_reason":"Fixed typo"},"timestamp":"2024-01-01T12:05:00.000Z","room_id":"${roomId}"}`,
    );
  });

  test('message_deleted', () => {
    const deleted = {
      ...message,
      deletedBy: userKey('default', 'user_123'),
      deletedAt: noon + 10 * minute,
    };
    expect(messageDeletedFrame(deleted, null)).toBe(
      `{"type":"message_deleted","data":{"id":"${message.id}","deleted_by":"user_123","deleted_at":"2024-01-01T12:10:00.000Z"},"timestamp":"2024-01-01T12:10:00.000Z","room_id":"${roomId}"}`,
    );
  });

  test('user_joined', () => {
    const user = { ...john, id: 'user_789', name: 'Jane Smith' };
    const edge = { roomId, user, at: noon, onlineCount: 2 };
    expect(userJoinedFrame({ type: 'userJoined', ...edge, role: 'member' })).toBe(
      `{"type":"user_joined","data":{"user_id":"user_789","user_name":"Jane Smith","joined_at":"2024-01-01T12:00:00.000Z","meta":{"role":"member"}},"timestamp":"2024-01-01T12:00:00.000Z","room_id":"${roomId}"}`,
    );
  });

  test('user_left', () => {
    const user = { ...john, id: 'user_789', name: 'Jane Smith' };
    const at = noon + 30 * minute;
    expect(userLeftFrame({ type: 'userLeft', roomId, user, at, onlineCount: 1 })).toBe(
      `{"type":"user_left","data":{"user_id":"user_789","user_name":"Jane Smith","left_at":"2024-01-01T12:30:00.000Z"},"timestamp":"2024-01-01T12:30:00.000Z","room_id":"${roomId}"}`,
    );
  });

  test('typing', () => {
    const at = noon + 15_000;
    expect(typingFrame({ type: 'typingChanged', roomId, user: john, isTyping: true, at })).toBe(
      `{"type":"typing","data":{"user_id":"user_123","user_name":"John Doe","is_typing":true},"timestamp":"2024-01-01T12:00:15.000Z","room_id":"${roomId}"}`,
    );
  });

  test('notification', () => {
    const notification = {
      id: '550e8400-e29b-41d4-a716-446655440003',
      appId: 'a',
      userId: 'user_456',
      roomId,
      title: 'New Message',
      content: 'You have a new message from John Doe',
      actionUrl: `/rooms/${roomId}`,
      priority: 'normal',
      icon: 'message',
      createdAt: noon,
      readAt: null,
    } as const;
    expect(notificationFrame(notification, roomId)).toBe(
      `{"type":"notification","data":{"id":"${notification.id}","title":"New Message","content":"You have a new message from John Doe","action_url":"/rooms/${roomId}","priority":"normal","icon":"message"},"timestamp":"2024-01-01T12:00:00.000Z","room_id":"${roomId}"}`,
    );
  });

  test('connection_status, whose room stands in its data', () => {
    const onlineIds = '"user_123","user_456","user_789"';
    const status = {
      userId: 'user_123',
      roomId,
      onlineIds,
      onlineTotal: null,
      totalParticipants: 15,
    };
    expect(connectionStatusFrame(status, noon)).toBe(
      `{"type":"connection_status","data":{"status":"connected","user_id":"user_123","room_id":"${roomId}","online_users":["user_123","user_456","user_789"],"total_participants":15},"timestamp":"2024-01-01T12:00:00.000Z"}`,
    );
  });
});

describe('beyond the document', () => {
  test('a frame of a stored change ends with its number for those who count', () => {
    expect(messageFrame(message, 9)).toMatch(/"room_id":"[^"]+","change":9\}$/);
    expect(JSON.parse(messageFrame(message, 9))).toEqual({
      ...JSON.parse(messageFrame(message, null)),
      change: 9,
    });
  });

  test('what may be anything stays valid JSON', () => {
    const odd = {
      ...message,
      sender: { ...john, id: '"\\', name: '\u2028"' },
      content: 'a"b\\c\n\u0000',
      type: 'x"',
      meta: null,
    };
    expect(JSON.parse(messageFrame(odd, null)).data).toMatchObject({
      sender_id: '"\\',
      sender_name: '\u2028"',
      content: 'a"b\\c\n\u0000',
      message_type: 'x"',
      meta: {},
    });
  });

  test('every frame is what its schema says, and nothing else', () => {
    const toggle = { emoji: '👍', user: userKey('default', 'user_456'), action: 'added' } as const;
    const reacted = {
      ...message,
      reactions: [{ emoji: '👍', users: [userKey('default', 'user_456')] }],
    };
    const frames = [
      messageFrame(message, 9),
      messageUpdatedFrame({ ...message, editedAt: noon }, 9),
      messageDeletedFrame({ ...message, deletedAt: noon, deletedBy: userKey('default', 'x') }, 9),
      reactionUpdatedFrame(reacted, toggle, noon, null),
      reactionUpdatedFrame(reacted, null, noon, 9),
      roomPurgedFrame({ roomId, by: { power: 'user', user: message.sender } }, noon, 9),
      roomPurgedFrame({ roomId, by: null }, noon, null),
      userJoinedFrame({
        type: 'userJoined',
        roomId,
        user: john,
        role: null,
        at: noon,
        onlineCount: 1,
      }),
      pongFrame(roomId, noon),
      ackFrame({ clientKey: 'k', id: message.id, seq: 3, change: null }, roomId, noon),
      ackFrame({ clientKey: null, id: message.id, seq: 3, change: null }, roomId, noon),
      errorFrame({ code: 'VALIDATION_ERROR', message: 'x', ref: null }, null, noon),
      errorFrame({ code: 'VALIDATION_ERROR', message: 'x', ref: 'k' }, roomId, noon),
      resumedFrame({ from: 3, to: 9 }, { epoch: 'e1', change: 3 }, roomId, noon),
      resyncFrame({ epoch: 'e1', change: 3 }, roomId, noon),
    ];
    const validators = new Map(
      Object.entries(SERVER_FRAMES).map(([type, schema]) => [type, Compile(schema)]),
    );
    for (const text of frames) {
      const frame = JSON.parse(text);
      expect(validators.get(frame.type)?.Errors(frame), text).toEqual([]);
    }
  });
});
