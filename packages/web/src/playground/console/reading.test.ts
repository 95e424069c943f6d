import { describe, expect, it } from 'vitest';
import { describeFrame } from './describe-frame.ts';
import { hueOf, previewOf } from './frame-text.ts';
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

describe('a row', () => {
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
