import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf, TickBatch } from '../hub/batch.ts';
import { bytesOf } from './framed-texts.ts';
import { readFrames } from './testing/read-frames.ts';
import { frameText } from './text-frame.ts';

describe('a text frame', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 100_000])('of %i bytes is read back', (length) => {
    const text = 'x'.repeat(length);
    expect(readFrames(frameText(text))).toEqual([text]);
  });

  it('is read back whatever the text, with its prefix', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(readFrames(frameText(text, '4'))).toEqual([`4${text}`]);
      }),
    );
  });
});

describe('a batch', () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 150 }), { maxLength: 20 });

  it('joins its frames in order, for each prefix', () => {
    fc.assert(
      fc.property(texts, (frames) => {
        const batch = batchOf(frames);
        expect(readFrames(bytesOf(batch, ''))).toEqual(frames);
        expect(readFrames(bytesOf(batch, '4'))).toEqual(frames.map((text) => `4${text}`));
        expect(bytesOf(batch, '4')).toBe(bytesOf(batch, '4'));
      }),
    );
  });

  it('gives the rest from any place, and goes on growing after what it gave', () => {
    fc.assert(
      fc.property(texts, texts, fc.nat(20), (early, late, place) => {
        const from = Math.min(place, early.length);
        const batch = new TickBatch();
        for (const text of early) batch.push(text);
        const rest = batch.slice(from);
        const bytes = bytesOf(rest, '');
        for (const text of late) batch.push(text);
        expect(readFrames(bytesOf(batch, ''))).toEqual([...early, ...late]);
        expect(readFrames(bytes)).toEqual(early.slice(from));
        expect(rest.texts).toEqual(early.slice(from));
        expect(readFrames(bytesOf(rest, '4'))).toEqual(early.slice(from).map((text) => `4${text}`));
      }),
    );
  });
});
