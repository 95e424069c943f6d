import { describe, expect, test } from 'vitest';
import { plainEvents } from '../dialects/events.ts';
import { lobby, platform, reactions } from '../dialects/frames.ts';
import { indexIn, MessageTemplate } from './message-index.ts';

const MASK_BYTES = 4;

/** What a server reads from the frame: the mask is zero. */
function payloadOf(frame: Buffer): string {
  const headBytes = (frame[1] ?? 0) - 0x80 < 126 ? 2 : 4;
  return frame.toString('utf8', headBytes + MASK_BYTES);
}

describe('a message’s number', () => {
  const dialects = [lobby(), reactions(), platform(), plainEvents];

  test.each(dialects)('stands in the frame and is found there again (%#)', ({ wrap }) => {
    const template = new MessageTemplate(wrap);
    for (const index of [0, 7, 80, 123_456_789]) {
      const text = payloadOf(template.frame(index, 0));
      const data = Buffer.from(`before ${text} behind`);
      expect(indexIn(data, 7, data.length - 7)).toBe(index);
    }
  });

  test('does not change the rest of the text, whose length is always the same', () => {
    const template = new MessageTemplate((text) => text);
    expect(payloadOf(template.frame(42, 0))).toMatch(/^~000000042x{70}$/);
  });

  test('is -1 where there is none', () => {
    const data = Buffer.from('{"type":"message","message":"hello"}');
    expect(indexIn(data, 0, data.length)).toBe(-1);
  });
});
