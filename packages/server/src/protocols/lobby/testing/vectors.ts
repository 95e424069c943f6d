/** Client frames, good and bad; also for other implementations. */
import type { FrameError } from '../codec.ts';

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
  ['{"message":"an answer","reply_to":"msg_7"}', 'an answer'],
  ['{"message":"no answer","reply_to":null}', 'no answer'],
  ['{"message":" spaces stay "}', ' spaces stay '],
  ['{"message":"😀 \\u0000 \\ud83d\\ude00 \\n"}', '😀 \u0000 😀 \n'],
];

/** Malformed frames. The core checks the message itself (empty, too long). */
export const INVALID_FRAMES: readonly (readonly [text: string, error: FrameError])[] = [
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
  ['{"message":"x","reply_to":7}', 'Invalid reply_to'],
  ['{"message":"x","reply_to":"7"}', 'Invalid reply_to'],
  ['{"message":"x","reply_to":"msg_07"}', 'Invalid reply_to'],
  ['{"message":"x","reply_to":"msg_9007199254740992"}', 'Invalid reply_to'],
  ['{"message":"x","client_key":"k","reply_to":[]}', 'Invalid reply_to'],
];
