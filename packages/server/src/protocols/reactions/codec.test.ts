import { userKey } from '@koine/contract';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { frameOf } from '../../api-spec/shapes.ts';
import { storedMessage } from '../../testing/messages.ts';
import {
  decode,
  errorFrame,
  messageFrame,
  reactionUpdatedFrame,
  resumedFrame,
  resyncFrame,
} from './codec.ts';
import { SERVER_FRAMES } from './schema.ts';
import { INVALID_FRAMES, VALID_FRAMES } from './testing/vectors.ts';

const serverFrame = Compile(frameOf(SERVER_FRAMES));

const hello = storedMessage({
  id: '497f6eca-6276-4993-bfeb-53cbbbba6f08',
  number: 7,
  roomId: 'r1',
  seq: 3,
  changeSeq: 9,
  sender: {
    id: 'user_0123456789ab',
    appId: 'default',
    name: 'Anonymous',
    avatarUrl: null,
    kind: 'anonymous',
  },
  content: 'string',
  createdAt: 1_690_295_535_999,
});
const data =
  '"id":"497f6eca-6276-4993-bfeb-53cbbbba6f08","text":"string","author_id":"user_0123456789ab","author_name":"Anonymous","created_at":1690295535';

test.each(VALID_FRAMES)('reads %s', (text) => {
  expect(decode(text)).toMatchObject({
    type: expect.stringMatching(/^(send_message|add_reaction)$/),
  });
});

test.each(INVALID_FRAMES)('refuses %j', (text) => {
  expect(decode(text)).toBeNull();
});

test('does not stumble over any JSON, nor over a frame of nothing but brackets', () => {
  fc.assert(fc.property(fc.json(), (text) => void decode(text)));
  expect(decode('['.repeat(32_000) + ']'.repeat(32_000))).toBeNull();
});

test('a message has exactly the documented keys, in their order, its time in whole seconds', () => {
  expect(messageFrame(hello, null)).toBe(`{"type":"message","data":{${data},"reactions":{}}}`);
});

test('reactions stand in the order they were first used, users in the order they reacted', () => {
  const reactions = [
    { emoji: '👍', users: [userKey('default', 'user_b'), userKey('default', 'user_a')] },
    { emoji: '1️⃣', users: [userKey('default', 'user_c')] },
  ];
  expect(messageFrame({ ...hello, reactions }, null)).toBe(
    `{"type":"message","data":{${data},"reactions":{"👍":["user_b","user_a"],"1️⃣":["user_c"]}}}`,
  );
});

test('a reaction comes with the whole message as it is after it', () => {
  const reactions = [{ emoji: '👍', users: [userKey('default', 'user_b')] }];
  const message = { ...hello, reactions };
  const event = {
    type: 'reactionChanged',
    roomId: 'r1',
    changeSeq: 9,
    message,
    emoji: '👍',
    user: userKey('default', 'user_b'),
    action: 'added',
  } as const;
  const text = `{"type":"reaction_updated","data":{"message_id":"${hello.id}","emoji":"👍","user_id":"user_b","action":"added","message":{${data},"reactions":{"👍":["user_b"]}}}`;
  expect(reactionUpdatedFrame(event, null)).toBe(`${text}}`);
  expect(reactionUpdatedFrame(event, 9)).toBe(`${text},"change":9}`);
  expect(serverFrame.Check(JSON.parse(reactionUpdatedFrame(event, 9)))).toBe(true);
});

test('error, resumed and resync have exactly the documented keys', () => {
  expect(errorFrame('Invalid message format')).toBe(
    '{"type":"error","data":{"error":"Invalid message format"}}',
  );
  expect(resumedFrame({ from: 3, to: 9 }, { epoch: 'e1', change: 3 })).toBe(
    '{"type":"resumed","data":{"from":3,"to":9},"epoch":"e1","change":3}',
  );
  expect(resyncFrame({ epoch: 'e1', change: 3 })).toBe(
    '{"type":"resync","data":{},"epoch":"e1","change":3}',
  );
});

test('every frame is valid JSON of the documented shape, whatever the texts', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, text, fc.nat(), (name, content, seq) => {
      const message = { ...hello, content, sender: { ...hello.sender, name } };
      const frame = JSON.parse(messageFrame(message, seq === 0 ? null : seq));
      expect(serverFrame.Errors(frame)).toEqual([]);
      expect(frame.data).toMatchObject({ text: content, author_name: name });
    }),
  );
});
