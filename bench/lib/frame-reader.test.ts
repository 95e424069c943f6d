import { describe, expect, test } from 'vitest';
import { frameText } from '../../packages/server/src/transport/text-frame.ts';
import { FrameReader } from './frame-reader.ts';

const PING = Buffer.from([0x89, 0]);
const CLOSE = Buffer.from([0x88, 0]);

function readAll(bytes: Buffer, cuts: readonly number[]) {
  const texts: string[] = [];
  let pings = 0;
  let closes = 0;
  const reader = new FrameReader({
    text: (data, start, end) => texts.push(data.toString('utf8', start, end)),
    ping: () => pings++,
    closing: () => closes++,
  });
  const ends = [...cuts, bytes.length].toSorted((a, b) => a - b);
  let from = 0;
  for (const end of ends) {
    reader.read(bytes.subarray(from, end));
    from = end;
  }
  return { texts, pings, closes };
}

describe('a frame reader', () => {
  const lengths = [0, 1, 125, 126, 300, 65_535, 65_536];
  const texts = lengths.map((length) => 'x'.repeat(length));
  const frames = texts.map((text) => frameText(text));
  const bytes = Buffer.concat([...frames, frameText('end')]);
  // Around every frame's beginning, where a cut can fall into a header.
  const edges = frames.flatMap((_, i) => {
    const start = Buffer.concat(frames.slice(0, i)).length;
    return Array.from({ length: 12 }, (_, j) => start + j);
  });

  test.each(edges)('finds every text whole when the stream is cut at %i', (cut) => {
    expect(readAll(bytes, [cut]).texts).toEqual([...texts, 'end']);
    expect(readAll(bytes, [cut, cut + 1, cut + 3]).texts).toEqual([...texts, 'end']);
  });

  test('tells pings and closes from texts, also byte by byte', () => {
    const stream = Buffer.concat([frameText('a'), PING, frameText('b'), CLOSE]);
    const everywhere = Array.from({ length: stream.length }, (_, i) => i);
    expect(readAll(stream, everywhere)).toEqual({ texts: ['a', 'b'], pings: 1, closes: 1 });
  });
});
