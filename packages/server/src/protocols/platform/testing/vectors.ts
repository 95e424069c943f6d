/** Client frames, good and bad; also for other implementations. */

/** The document's own, and Koine's beyond it. */
export const VALID_FRAMES: readonly string[] = [
  '{"type":"typing","data":{"is_typing":true}}',
  '{"type":"typing","data":{"is_typing":false}}',
  '{"type":"get_online_users","data":{}}',
  '{"type":"ping","data":{}}',
  '{"type":"ping"}',
  '{"data":null,"type":"ping"}',
  '{"type":"message","data":{"content":"Hello everyone! 👋"}}',
  '{"type":"message","data":{"content":""}}',
  '{"type":"message","data":{"content":"x","message_type":"text","meta":{"mentions":["user_456"],"priority":"normal"},"client_key":"k-1"}}',
  '{"type":"message","data":{"content":"x","message_type":null,"meta":null,"client_key":null}}',
  '{"type":"message","data":{"content":"unknown keys are ignored","id":1},"timestamp":0}',
  '{"type":"edit","data":{"message_id":"m","content":"y","edit_reason":"Fixed typo"}}',
  '{"type":"edit","data":{"message_id":"m","content":"y"}}',
  '{"type":"delete","data":{"message_id":"m"}}',
  '{"type":"react","data":{"message_id":"m","emoji":"👍"}}',
  '{"type":"read","data":{"message_id":"m"}}',
];

/** Malformed frames, and the error sent. The core checks the message itself. */
export const INVALID_FRAMES: readonly (readonly [
  text: string,
  message: string,
  ref: string | null,
])[] = [
  ['', 'Invalid JSON', null],
  ['hello', 'Invalid JSON', null],
  ['{"type":"ping"', 'Invalid JSON', null],
  ['\u0000', 'Invalid JSON', null],
  ['null', 'A frame must be an object {type, data}', null],
  ['7', 'A frame must be an object {type, data}', null],
  ['"ping"', 'A frame must be an object {type, data}', null],
  ['[{"type":"ping"}]', 'A frame must be an object {type, data}', null],
  ['{}', 'type must be a string', null],
  ['{"type":null}', 'type must be a string', null],
  ['{"__proto__":{"type":"ping"}}', 'type must be a string', null],
  ['{"type":"shout"}', 'Unknown message type: shout', null],
  ['{"type":"toString"}', 'Unknown message type: toString', null],
  ['{"type":"__proto__"}', 'Unknown message type: __proto__', null],
  ['{"type":"\\ud800"}', 'Unknown message type: \ufffd', null],
  ['{"type":"typing"}', 'data is required', null],
  ['{"type":"typing","data":null}', 'data must be object', null],
  ['{"type":"typing","data":{}}', 'data.is_typing is required', null],
  ['{"type":"typing","data":{"is_typing":"yes"}}', 'data.is_typing must be boolean', null],
  ['{"type":"message","data":{}}', 'data.content is required', null],
  ['{"type":"message","data":[]}', 'data must be object', null],
  ['{"type":"message","data":{"content":7,"client_key":"k"}}', 'data.content must be string', 'k'],
  [
    '{"type":"message","data":{"content":"x","meta":[]}}',
    'data.meta must be either object or null',
    null,
  ],
  [
    '{"type":"message","data":{"content":"x","client_key":7}}',
    'data.client_key must be either string or null',
    null,
  ],
  [
    '{"type":"message","data":{"content":"x","client_key":"k","meta":{"a":{"__proto__":1}}}}',
    'data.meta must not have a key __proto__',
    'k',
  ],
  [
    `{"type":"message","data":{"content":"x","meta":{"a":${'['.repeat(40)}${']'.repeat(40)}}}}`,
    'data.meta must not be more than 32 levels deep',
    null,
  ],
  ['{"type":"edit","data":{"message_id":"m"}}', 'data.content is required', 'm'],
  ['{"type":"react","data":{"message_id":"m","emoji":1}}', 'data.emoji must be string', 'm'],
  ['{"type":"read","data":{"message_id":9}}', 'data.message_id must be string', null],
];
