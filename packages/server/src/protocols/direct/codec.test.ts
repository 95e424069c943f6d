import { defaultLimits, type Message, type Room } from '@koine/contract';
import Schema from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { storedMessage } from '../../testing/messages.ts';
import {
  chatListUpdate,
  createDecoder,
  encode,
  numberedMessage,
  wireMessages,
  wireRoom,
} from './codec.ts';
import { SERVER_EXAMPLES } from './examples.ts';
import { SERVER_EVENTS } from './schema.ts';
import { INVALID, VALID } from './testing/vectors.ts';

const decoder = createDecoder(defaultLimits());

describe('the decoder', () => {
  it.each(VALID)('takes $event $payload', ({ event, payload }) => {
    expect(decoder[event](payload)).toBe(payload);
  });

  it.each(INVALID)('refuses $event $payload: $message', ({ event, payload, message }) => {
    const rejection = expect.objectContaining({ code: 'invalidInput', message });
    expect(() => decoder[event](payload)).toThrow(rejection);
  });

  it('takes no keys from a prototype', () => {
    const payload: unknown = JSON.parse('{"__proto__":{"roomId":"r"}}');
    expect(() => decoder.fetch_messages(payload)).toThrow('roomId is required');
  });
});

describe('the encoder', () => {
  it('writes a message with the keys of the document, in its order', () => {
    expect(JSON.stringify(wireMessages([message()]))).toBe(
      '[{"id":"m1","room_id":"r1","sender_id":"a","body":"hi","created_at":"2023-10-27T10:00:00.001Z"}]',
    );
  });

  it('writes a room with the keys of the document, in its order', () => {
    expect(JSON.stringify(wireRoom(room()))).toBe(
      '{"id":"r1","participant1":"a","participant2":"b","created_at":"1970-01-01T00:00:00.001Z","updated_at":"1970-01-01T00:00:00.002Z","last_message_at":null}',
    );
    expect(wireRoom({ ...room(), lastMessageAt: 3 }).last_message_at).toBe(
      '1970-01-01T00:00:00.003Z',
    );
  });

  it('writes an event as a packet of the default namespace', () => {
    expect(encode('error', { message: 'Room not found' })).toBe(
      '2["error",{"message":"Room not found"}]',
    );
    expect(encode('chat_list_update', chatListUpdate(message()))).toBe(
      '2["chat_list_update",{"room_id":"r1","last_message":"hi","sender_id":"a","updated_at":"2023-10-27T10:00:00.001Z"}]',
    );
  });

  it('adds the change number last, for those who ask for it', () => {
    expect(Object.keys(numberedMessage(message())).at(-1)).toBe('change');
  });

  it('leaves deleted messages out', () => {
    expect(wireMessages([{ ...message(), deletedAt: 5, content: '' }])).toEqual([]);
  });
});

describe('the schemas of what the server emits', () => {
  it.each(Object.entries(SERVER_EVENTS))('fit the examples of %s', (name, schema) => {
    const [, examples = []] =
      Object.entries(SERVER_EXAMPLES).find(([event]) => event === name) ?? [];
    expect(examples).not.toEqual([]);
    for (const example of examples) expect(Schema.Errors(schema, example)).toEqual([true, []]);
  });
});

function message(): Message {
  return storedMessage({
    id: 'm1',
    sender: { id: 'a', appId: 'default', name: 'A', avatarUrl: null, kind: 'external' },
    content: 'hi',
    createdAt: Date.UTC(2023, 9, 27, 10, 0, 0, 1),
  });
}

function room(): Room {
  return {
    id: 'r1',
    uid: 'uid',
    appId: 'default',
    name: '',
    description: '',
    kind: 'direct',
    bridged: false,
    ownerId: null,
    pair: ['a', 'b'],
    slowModeSeconds: 0,
    meta: {},
    createdAt: 1,
    updatedAt: 2,
    lastMessageAt: null,
    memberCount: 2,
    lastSeq: 0,
    changeSeq: 0,
    purgedSeq: 0,
  };
}
