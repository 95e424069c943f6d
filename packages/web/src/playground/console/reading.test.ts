import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeFrame } from './describe-frame.ts';
import { parseJson } from './frame.ts';
import { hueOf, previewOf, sizeWords } from './frame-words.ts';
import { checkJson, faultWords, jsonFault } from './json-check.ts';
import { describePacket, readPacket } from './socket-io-packet.ts';

describe('a WebSocket protocol’s frame', () => {
  it.each([
    ['{"type":"system","message":"Welcome"}', 'system', false],
    ['{"type":"error","message":"Invalid JSON format"}', 'error', true],
    ['{"message":"Hello"}', 'message', false],
    ['{"type":7}', 'json', false],
    ['[]', 'json', false],
    ['null', 'json', false],
    ['Hello', 'text', false],
    ['', 'text', false],
  ])('%s is called %s', (text, type, isError) => {
    expect(describeFrame(text)).toEqual({ type, isError });
  });
});

describe('a Socket.IO packet', () => {
  it.each([
    ['2', 'ping', false],
    ['3', 'pong', false],
    ['0{"sid":"x"}', 'engine open', false],
    ['40', 'connect', false],
    ['40{"sid":"x"}', 'connect', false],
    ['41', 'disconnect', false],
    ['44{"message":"Unauthorized"}', 'connect_error', true],
    ['42["new_message",{"id":"1"}]', 'new_message', false],
    ['42["error",{"message":"Room not found"}]', 'error', true],
    ['42["system",{"type":"error","text":"Empty text"}]', 'system', true],
    ['42["system",{"type":"info","text":"Hi"}]', 'system', false],
    ['42/admin,["x"]', 'x', false],
    ['4212["join_chat",{"userId":"a"}]', 'join_chat', false],
    ['4312[{"ok":true}]', 'ack', false],
    ['4312[{"ok":false,"message":"no"}]', 'ack', true],
    ['431[{"error":"Empty text"}]', 'ack', true],
    ['431[{"error":null}]', 'ack', false],
    ['nonsense', 'text', false],
    ['', 'text', false],
  ])('%s is called %s', (text, type, isError) => {
    expect(describePacket(text)).toEqual({ type, isError });
  });

  it('is taken apart', () => {
    expect(readPacket('4217["a",1,{"b":2}]')).toEqual({
      type: 'a',
      payload: [1, { b: 2 }],
      ackId: 17,
      isEvent: true,
    });
    expect(readPacket('42["login",{"token":"t"}]')).toMatchObject({ payload: { token: 't' } });
  });
});

describe('the editor', () => {
  it.each([
    ['', 'Line 1, column 1: expected a value, found the end'],
    ['{\n  "a": \n}', 'Line 3, column 1: expected a value, found "}"'],
    ['{"a":1,}', 'Line 1, column 8: expected a name in double quotes, found "}"'],
    ['{"a" 1}', 'Line 1, column 6: expected ":", found "1"'],
    ['[1 2]', 'Line 1, column 4: expected "," or "]", found "2"'],
    ["{'a':1}", 'Line 1, column 2: expected a name in double quotes, found "\'"'],
    ['"cut o', 'Line 1, column 1: expected a string that ends, found "\\""'],
    ['{} x', 'Line 1, column 4: expected the end, found "x"'],
    ['01', 'Line 1, column 2: expected the end, found "1"'],
  ])('says where %j is no JSON', (text, words) => {
    const fault = jsonFault(text);
    expect(fault === null ? null : faultWords(fault)).toBe(words);
  });

  it('takes what JSON.parse takes, and nothing else', () => {
    const part = fc.constantFrom(
      ...'{}[]":,\\ \n\t0123-+.eEunltrfas\u0001\u007f👍',
      'true',
      '"a"',
      '\\u00e9',
    );
    const texts = fc.oneof(
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.json(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(jsonFault(text) === null).toBe(parseJson(text) !== undefined);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('JSON of any depth', () => {
  it('is checked, and its depth told', () => {
    expect(checkJson('{"a":[1,{}],"b":[]}')).toEqual({ fault: null, levels: 3 });
    const lists = '['.repeat(200_000);
    expect(checkJson(lists + ']'.repeat(200_000))).toEqual({ fault: null, levels: 200_000 });
    expect(jsonFault(lists)).toMatchObject({ words: 'expected a value, found the end' });
  });
});

describe('a row', () => {
  it('shows sizes as people read them', () => {
    expect([0, 999, 1500, 2_500_000].map(sizeWords)).toEqual(['0 B', '999 B', '1.5 KB', '2.5 MB']);
  });

  it('is one short line, whatever the frame', () => {
    const text = `{\n  "a": "${'x'.repeat(100_000)}"\n}`;
    const preview = previewOf({
      no: 1,
      direction: 'in',
      at: 0,
      type: 'x',
      text,
      bytes: 0,
      isError: false,
    });
    expect(preview).not.toContain('\n');
    expect(preview.length).toBeLessThanOrEqual(240);
  });

  it('keeps the colour of a type', () => {
    const words = ['message', 'system', 'error', 'typing', 'connection_status', 'pong', '', '👍'];
    for (const word of words) {
      expect(hueOf(word)).toBe(hueOf(word));
      expect([0, 1, 2, 3, 4, 5, 6, 7]).toContain(hueOf(word));
    }
    expect(new Set(words.map(hueOf)).size).toBeGreaterThan(3);
  });
});
