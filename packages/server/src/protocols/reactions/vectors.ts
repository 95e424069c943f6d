/** Client frames of the wall; for tests here and in other implementations. */

import type { Static } from 'typebox';
import type { CLIENT_FRAMES, SERVER_FRAMES } from './schema.ts';

const id = 'd7d9d9fd-478f-40e6-b651-49b7f19878a2';

export const VALID_FRAMES: readonly string[] = [
  '{"type":"send_message","data":{"text":"string","author_name":"Anonymous"}}',
  '{"data":{"text":"keys in any order"},"type":"send_message"}',
  '{"type":"send_message","data":{"text":"unknown keys","x":1},"y":{"type":"z"}}',
  '{"type":"send_message","data":{"text":""}}',
  '{"type":"send_message","data":{"text":"no name","author_name":""}}',
  '{"type":"send_message","data":{"text":"a retry","client_key":"k-1"}}',
  JSON.stringify({ type: 'send_message', data: { text: 'x', author_name: '😀'.repeat(64) } }),
  '{"__proto__":{"type":"add_reaction"},"type":"send_message","data":{"__proto__":[],"text":"x"}}',
  `{"type":"add_reaction","data":{"message_id":"${id}","emoji":"👍"}}`,
  `{"type":"add_reaction","data":{"message_id":"${id.toUpperCase()}","emoji":"not one"}}`,
];

/** Each is answered with `Invalid message format`. */
export const INVALID_FRAMES: readonly string[] = [
  '',
  'Hello',
  '{"type":"send_message","data":{"text":"cut o',
  '\u0000',
  'null',
  '1e999',
  '"send_message"',
  '[]',
  '{}',
  '{"type":"send_message"}',
  '{"type":"message","data":{"text":"x"}}',
  '{"type":"SEND_MESSAGE","data":{"text":"x"}}',
  '{"type":["send_message"],"data":{"text":"x"}}',
  '{"data":{"text":"x"}}',
  '{"type":"send_message","text":"x"}',
  '{"type":"send_message","data":"x"}',
  '{"type":"send_message","data":null}',
  '{"type":"send_message","data":[{"text":"x"}]}',
  '{"type":"send_message","data":{}}',
  '{"type":"send_message","data":{"text":null}}',
  '{"type":"send_message","data":{"text":5}}',
  '{"type":"send_message","data":{"text":["x"]}}',
  '{"type":"send_message","data":{"__proto__":{"text":"inherited"}}}',
  '{"type":"send_message","data":{"text":"x","author_name":null}}',
  '{"type":"send_message","data":{"text":"x","author_name":7}}',
  JSON.stringify({ type: 'send_message', data: { text: 'x', author_name: 'n'.repeat(65) } }),
  '{"type":"send_message","data":{"text":"x","client_key":""}}',
  '{"type":"send_message","data":{"text":"x","client_key":1}}',
  '{"type":"add_reaction","data":{}}',
  '{"type":"add_reaction","data":{"emoji":"👍"}}',
  `{"type":"add_reaction","data":{"message_id":"${id}"}}`,
  `{"type":"add_reaction","data":{"message_id":"${id}","emoji":1}}`,
  '{"type":"add_reaction","data":{"message_id":"7","emoji":"👍"}}',
  '{"type":"add_reaction","data":{"message_id":7,"emoji":"👍"}}',
  `{"type":"add_reaction","data":{"message_id":"{${id}}","emoji":"👍"}}`,
];

type Examples<Frames extends Record<string, object>> = {
  readonly [Name in keyof Frames]: readonly Static<Frames[Name]>[];
};

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
