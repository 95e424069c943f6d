import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { frameOf } from '../../api-spec/shapes.ts';
import { storedMessage } from '../../testing/messages.ts';
import {
  decode,
  errorFrame,
  messageFrame,
  resumedFrame,
  resyncFrame,
  systemFrame,
  timestamp,
} from './codec.ts';
import { SERVER_FRAMES } from './schema.ts';
import { INVALID_FRAMES, VALID_FRAMES } from './testing/vectors.ts';

const KEY_CHARS = 128;

const serverFrame = Compile(frameOf(SERVER_FRAMES));
const AT = Date.UTC(2023, 6, 25, 14, 32, 15, 123);

const hello = storedMessage({
  id: '01890000-0000-7000-8000-000000000001',
  number: 5678,
  roomId: 'r1',
  seq: 3,
  changeSeq: 9,
  sender: {
    id: 'lobby:user_1234',
    appId: 'default',
    name: 'user_1234',
    avatarUrl: null,
    kind: 'anonymous',
  },
  content: 'Hello, "everyone"!\n',
  createdAt: AT,
});
const bot = {
  id: 'bot_ada',
  appId: 'default',
  name: 'Ada',
  avatarUrl: '/avatars/ada.svg',
  kind: 'bot',
} as const;
const origin = 'http://127.0.0.1:8080';

test.each(VALID_FRAMES)('reads %s', (text, message) => {
  expect(decode(text, KEY_CHARS)).toMatchObject({ message });
});

test.each(INVALID_FRAMES)('refuses %j: %s', (text, error) => {
  expect(decode(text, KEY_CHARS)).toBe(error);
});

test('does not stumble over a frame of nothing but brackets', () => {
  const depth = 32_000;
  expect(decode('['.repeat(depth) + ']'.repeat(depth), KEY_CHARS)).toBe('Message is required');
  expect(decode(`{"message":${'['.repeat(depth)}${']'.repeat(depth)}}`, KEY_CHARS)).toBe(
    'Message is required',
  );
});

test('any JSON is a message, or refused with a documented text', () => {
  const rejections = new Set(INVALID_FRAMES.map(([, error]) => error));
  fc.assert(
    fc.property(fc.json(), (text) => {
      const frame = decode(text, KEY_CHARS);
      if (typeof frame === 'string') expect(rejections).toContain(frame);
      else expect(typeof frame.message).toBe('string');
    }),
  );
});

test('a message has exactly the documented keys, in their order', () => {
  expect(messageFrame(hello, origin, null)).toBe(
    '{"type":"message","sender":"user_1234","message":"Hello, \\"everyone\\"!\\n","timestamp":"2023-07-25T14:32:15.123000","id":"msg_5678"}',
  );
});

test('a bot has a name and an avatar at an absolute URL besides', () => {
  expect(messageFrame({ ...hello, content: 'Hi', sender: bot }, origin, null)).toBe(
    '{"type":"message","sender":"bot_ada","sender_name":"Ada","sender_avatar":"http://127.0.0.1:8080/avatars/ada.svg","message":"Hi","timestamp":"2023-07-25T14:32:15.123000","id":"msg_5678"}',
  );
  const elsewhere = { ...bot, avatarUrl: 'https://cdn.example/ada.png' };
  expect(messageFrame({ ...hello, sender: elsewhere }, origin, null)).toContain(
    '"sender_avatar":"https://cdn.example/ada.png"',
  );
  const faceless = { ...bot, avatarUrl: null };
  expect(messageFrame({ ...hello, sender: faceless }, origin, null)).not.toContain('avatar');
});

test('a message of another protocol is shown under its sender’s name', () => {
  const sender = {
    id: 'XPeDGLvd6D01',
    appId: 'default',
    name: 'Zoë',
    avatarUrl: '/a.svg',
    kind: 'registered',
  } as const;
  expect(JSON.parse(messageFrame({ ...hello, sender }, origin, null))).toMatchObject({
    sender: 'Zoë',
  });
});

test('those who count changes find the number at the end', () => {
  expect(messageFrame(hello, origin, 9)).toMatch(/,"id":"msg_5678","change":9}$/);
});

test('system, error, resumed and resync have exactly the documented keys, in their order', () => {
  const time = '"timestamp":"2023-07-25T14:32:15.123000"';
  expect(systemFrame('"x" has joined the chat', AT, 3, null)).toBe(
    `{"type":"system","message":"\\"x\\" has joined the chat",${time},"online_users":3}`,
  );
  expect(errorFrame('Invalid JSON format', AT)).toBe(
    `{"type":"error","message":"Invalid JSON format",${time}}`,
  );
  expect(resumedFrame({ from: 3, to: 9 }, { epoch: 'e1', change: 3 }, AT)).toBe(
    `{"type":"resumed","from":3,"to":9,${time},"epoch":"e1","change":3}`,
  );
  expect(resyncFrame({ epoch: 'e1', change: 3 }, AT)).toBe(
    `{"type":"resync",${time},"epoch":"e1","change":3}`,
  );
});

test('every frame is valid JSON of the documented shape, whatever the texts', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, text, fc.boolean(), fc.nat(), (name, content, isBot, seq) => {
      const sender = isBot ? { ...bot, name } : { ...hello.sender, name };
      const frame = JSON.parse(
        messageFrame({ ...hello, sender, content }, origin, seq === 0 ? null : seq),
      );
      expect(serverFrame.Errors(frame)).toEqual([]);
      expect(frame.message).toBe(content);
      expect(serverFrame.Check(JSON.parse(systemFrame(content, AT, seq, null)))).toBe(true);
      expect(serverFrame.Check(JSON.parse(errorFrame(content, AT)))).toBe(true);
    }),
  );
});

test('a timestamp always has 26 characters', () => {
  for (const ms of [0, 1, AT, Date.UTC(2024, 1, 29, 23, 59, 59, 999)])
    expect(timestamp(ms)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}000$/);
  expect(timestamp(0)).toHaveLength(26);
});
