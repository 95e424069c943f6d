/** Client frames of the lobby and what becomes of them; for tests here and in other implementations. */
import type { Static } from 'typebox';
import type { FrameFault } from './codec.ts';
import type { CLIENT_FRAMES, SERVER_FRAMES } from './schema.ts';

export const VALID_FRAMES: readonly (readonly [text: string, message: string])[] = [
  ['{"message":"Hello, everyone!"}', 'Hello, everyone!'],
  ['{ "message" : "white space between tokens" }', 'white space between tokens'],
  [
    '{"type":"message","id":7,"message":"unknown keys are ignored","sender":{}}',
    'unknown keys are ignored',
  ],
  ['{"message":"first","message":"the last of two counts"}', 'the last of two counts'],
  ['{"__proto__":{"message":"no"},"constructor":1,"message":"yes"}', 'yes'],
  ['{"message":"a retry","client_key":"k-1"}', 'a retry'],
  ['{"message":"no key","client_key":null}', 'no key'],
  ['{"message":" spaces stay "}', ' spaces stay '],
  ['{"message":"😀 \\u0000 \\ud83d\\ude00 \\n"}', '😀 \u0000 😀 \n'],
];

/** Faults of form. What is wrong with a message as such (empty, too long) is the core's to say. */
export const INVALID_FRAMES: readonly (readonly [text: string, fault: FrameFault])[] = [
  ['', 'Invalid JSON format'],
  ['Hello', 'Invalid JSON format'],
  ['{"message":"cut o', 'Invalid JSON format'],
  ["{'message':'quotes'}", 'Invalid JSON format'],
  ['{"message":"trailing"} x', 'Invalid JSON format'],
  ['\u0000', 'Invalid JSON format'],
  ['[', 'Invalid JSON format'],
  ['null', 'Message is required'],
  ['true', 'Message is required'],
  ['1e999', 'Message is required'],
  ['"message"', 'Message is required'],
  ['[]', 'Message is required'],
  ['[{"message":"in a list"}]', 'Message is required'],
  ['{}', 'Message is required'],
  ['{"Message":"wrong case"}', 'Message is required'],
  ['{"message":null}', 'Message is required'],
  ['{"message":1}', 'Message is required'],
  ['{"message":["text"]}', 'Message is required'],
  ['{"message":{"text":"text"}}', 'Message is required'],
  ['{"__proto__":{"message":"inherited"}}', 'Message is required'],
  ['{"message":"x","client_key":7}', 'Invalid client_key'],
  ['{"message":"x","client_key":""}', 'Invalid client_key'],
  [JSON.stringify({ message: 'x', client_key: 'k'.repeat(129) }), 'Invalid client_key'],
];

type Examples<Frames extends Record<string, object>> = {
  readonly [Name in keyof Frames]: readonly Static<Frames[Name]>[];
};

/** What clients send. */
export const CLIENT_EXAMPLES: Examples<typeof CLIENT_FRAMES> = {
  message: [
    { message: 'Hello, everyone!' },
    { message: 'With a key a retry is safe', client_key: 'k-1' },
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
  ],
  error: [{ type: 'error', message: 'Message cannot be empty', timestamp }],
  resumed: [
    { type: 'resumed', from: 40, to: 43, timestamp, epoch: '3f0c9a1b2d4e5f60', change: 40 },
  ],
  resync: [{ type: 'resync', timestamp, epoch: '3f0c9a1b2d4e5f60', change: 43 }],
};
