import { type Message, type Room, type Sender, userKey } from '@koine/contract';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { storedMessage } from '../../testing/messages.ts';
import {
  changeText,
  decodeJoin,
  decodeLogin,
  decodeSend,
  encode,
  messageText,
  userHead,
  wireMessage,
  wireRoom,
  wireUser,
} from './codec.ts';
import { ACK_EXAMPLES, SERVER_EXAMPLES } from './examples.ts';
import { CLIENT_ACKS, CLIENT_EVENTS, ErrorAck, SERVER_EVENTS } from './schema.ts';
import { CLIENT_VECTORS } from './testing/vectors.ts';

const KEY_CHARS = 128;

const ORIGIN = 'http://127.0.0.1:8080';

describe('the schemas', () => {
  test('know every event that a client may send, and its acknowledgement', () => {
    const names = Object.keys(CLIENT_EVENTS).sort();
    expect(Object.keys(CLIENT_VECTORS).sort()).toEqual(names);
    expect(Object.keys(CLIENT_ACKS).sort()).toEqual(names);
    expect(Object.keys(SERVER_EXAMPLES).sort()).toEqual(Object.keys(SERVER_EVENTS).sort());
  });

  test.each(Object.entries(ACK_EXAMPLES))('know an acknowledgement: %s', (name, acks) => {
    const schemas = Object.entries({ ...CLIENT_ACKS, refused: ErrorAck });
    const compiled = Compile(schemas.find(([known]) => known === name)?.[1] ?? {});
    for (const ack of acks) {
      expect(compiled.Check(ack), JSON.stringify(ack)).toBe(true);
      expect(compiled.Check({ ...ack, more: 1 })).toBe(false);
    }
  });

  test.each(Object.entries(CLIENT_VECTORS))('know a good %s from a bad one', (name, vectors) => {
    const schema = Object.entries(CLIENT_EVENTS).find(([known]) => known === name)?.[1];
    const compiled = Compile(schema ?? {});
    for (const payload of vectors.valid)
      expect(compiled.Check(payload), JSON.stringify(payload)).toBe(true);
    for (const payload of vectors.invalid)
      expect(compiled.Check(payload), JSON.stringify(payload)).toBe(false);
  });

  test.each(Object.entries(SERVER_EXAMPLES))('know %s, to the letter', (name, payloads) => {
    const schema = Object.entries(SERVER_EVENTS).find(([known]) => known === name)?.[1];
    const compiled = Compile(schema ?? {});
    for (const payload of payloads) {
      expect(compiled.Check(payload), JSON.stringify(payload)).toBe(true);
      expect(compiled.Check({ ...payload, more: 1 })).toBe(false);
    }
  });
});

describe('decoding', () => {
  test('takes what is well-formed', () => {
    for (const payload of CLIENT_VECTORS.login.valid)
      expect(decodeLogin(payload)).toBe(payload.token);
    for (const payload of CLIENT_VECTORS.join.valid) expect(decodeJoin(payload)).toBe(payload.uid);
    for (const payload of CLIENT_VECTORS.sendMessage.valid)
      expect(decodeSend(payload, KEY_CHARS)).toEqual(payload);
  });

  test('finds nothing in what is not, or says what is wrong', () => {
    for (const payload of CLIENT_VECTORS.login.invalid) expect(decodeLogin(payload)).toBeNull();
    for (const payload of CLIENT_VECTORS.join.invalid) expect(decodeJoin(payload)).toBeNull();
    for (const payload of CLIENT_VECTORS.sendMessage.invalid)
      expect(() => decodeSend(payload, KEY_CHARS)).toThrow(/empty|client_key|reply_to/);
  });

  test('never does anything else, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (payload) => {
        for (const decode of [
          decodeLogin,
          decodeJoin,
          (given: unknown) => decodeSend(given, KEY_CHARS),
        ]) {
          try {
            decode(payload);
          } catch (error) {
            expect(error).toMatchObject({ name: 'KoineError' });
          }
        }
      }),
    );
  });
});

const sender: Sender = {
  id: 'AbCdEfGh1234',
  appId: 'default',
  name: 'Ada',
  avatarUrl: null,
  kind: 'registered',
};
const profile = { ...sender, country: '' };

function message(more: Partial<Message>): Message {
  return storedMessage({
    ...{ id: 'm', number: 7, roomId: 'r', seq: 3, changeSeq: 9, sender, content: 'hello' },
    createdAt: 1700000000000,
    ...more,
  });
}

describe('encoding', () => {
  test('keeps the page’s order of keys', () => {
    const user = wireUser(profile, ['owner', 'registered'], ORIGIN);
    expect(JSON.stringify(user)).toBe(
      '{"uid":"AbCdEfGh1234","displayName":"Ada","picture":"http://127.0.0.1:8080/avatars/AbCdEfGh1234.svg","countryCode":"","balance":0,"roles":["owner","registered"]}',
    );
    expect(encode('message_deleted', { ids: 7 })).toBe('2["message_deleted",{"ids":7}]');
    const room = { uid: 'u', name: 'n', description: 'd', slowModeSeconds: 3 } as Room;
    expect(JSON.stringify(wireRoom(room))).toBe(
      '{"uid":"u","name":"n","description":"d","slowMode":3}',
    );
  });

  test('writes a message the same way by hand and by object, whatever is in it', () => {
    const content = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud83d', '\u2028'));
    const reaction = fc.record({
      emoji: fc.string(),
      users: fc.array(
        fc.string().map((id) => userKey('default', id)),
        { minLength: 1 },
      ),
    });
    const reactions = fc.uniqueArray(reaction, {
      selector: ({ emoji }) => `${emoji}`,
      maxLength: 3,
    });
    fc.assert(
      fc.property(content, content, reactions, fc.boolean(), (text, name, held, isOld) => {
        const named = { ...profile, name };
        const said = message({
          content: text,
          reactions: held.filter(({ emoji }) => emoji !== '__proto__'),
          deletedAt: isOld ? 1 : null,
          editedAt: isOld ? 1 : null,
        });
        const user = wireUser(named, ['registered'], ORIGIN);
        const written = messageText(said, `${userHead(named, ORIGIN)}["registered"]}`);
        expect(written).toBe(JSON.stringify(wireMessage(said, user)));
        expect(changeText('message', written, null)).toBe(`2["message",${written}]`);
        const numbered = JSON.parse(changeText('message', written, 9).slice(1));
        expect(numbered).toEqual(['message', { ...JSON.parse(written), change: 9 }]);
      }),
    );
  });

  test.each([
    ['AbCdEfGh1234', null, '/avatars/AbCdEfGh1234.svg'],
    ['bot:echo', '/avatars/bot-echo.svg', '/avatars/bot-echo.svg'],
    ['u', 'https://elsewhere.example/u.png', '/avatars/u.svg'],
    ['lobby:a b/c', null, /^\/avatars\/lobbyabc-[0-9a-f]{12}\.svg$/],
    ['😀', null, /^\/avatars\/-[0-9a-f]{12}\.svg$/],
    ['x'.repeat(200), null, /^\/avatars\/x{32}-[0-9a-f]{12}\.svg$/],
  ])('shows %s with a picture of this server', (id, avatarUrl, path) => {
    const { picture } = wireUser({ ...profile, id, avatarUrl }, [], ORIGIN);
    expect(picture.startsWith(ORIGIN)).toBe(true);
    expect(picture.slice(ORIGIN.length)).toEqual(
      typeof path === 'string' ? path : expect.stringMatching(path),
    );
  });
});
