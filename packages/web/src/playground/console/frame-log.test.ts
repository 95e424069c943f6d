import { describe, expect, it } from 'vitest';
import type { NewFrame } from './frame.ts';
import { createFrameLog } from './frame-log.ts';

function frame(text: string): NewFrame {
  return { direction: 'in', at: 0, type: 'message', text, isError: false };
}

/** A log that is drawn when the test calls `draw`. */
function logOf(framesMax: number, charactersMax = 1e9) {
  const due: (() => void)[] = [];
  const log = createFrameLog({ framesMax, charactersMax, schedule: (run) => due.push(run) });
  const draw = () => {
    for (const run of due.splice(0)) run();
  };
  return { log, due, draw };
}

describe('a log of frames', () => {
  it('numbers and measures them, as bytes of UTF-8', () => {
    const { log } = logOf(10);
    log.add(frame('abc'));
    log.add(frame('é👍'));
    log.add({ ...frame('connected'), direction: 'note' });
    expect(log.frames().map(({ no, bytes }) => [no, bytes])).toEqual([
      [1, 3],
      [2, 6],
      [3, 0],
    ]);
  });

  it('keeps the newest ones, and as many at every length', () => {
    const { log } = logOf(100);
    for (let n = 1; n <= 10_000; n++) {
      log.add(frame(String(n)));
      if (n % 997 !== 0) continue;
      const texts = log.frames().map(({ text }) => Number(text));
      expect(texts).toEqual(Array.from({ length: 100 }, (_, i) => n - 99 + i));
    }
    expect(log.total()).toBe(10_000);
  });

  it('keeps no more characters than it may, but always the newest frame', () => {
    const { log } = logOf(100, 10);
    for (const text of ['1111', '2222', '3333']) log.add(frame(text));
    expect(log.frames().map(({ text }) => text)).toEqual(['2222', '3333']);
    log.add(frame('x'.repeat(50)));
    expect(log.frames()).toHaveLength(1);
    log.add(frame('small'));
    expect(log.frames().map(({ text }) => text)).toEqual(['small']);
  });

  it('changes its version once per drawing', () => {
    const { log, due, draw } = logOf(100);
    for (let n = 0; n < 1000; n++) log.add(frame('x'));
    expect(due).toHaveLength(1);
    expect(log.version.value).toBe(0);
    draw();
    expect(log.version.value).toBe(1);
    log.add(frame('x'));
    draw();
    expect(log.version.value).toBe(2);
  });

  it('is empty after clearing, and goes on counting', () => {
    const { log } = logOf(3);
    for (let n = 0; n < 5; n++) log.add(frame('x'));
    log.clear();
    expect([log.frames(), log.total()]).toEqual([[], 0]);
    log.add(frame('y'));
    expect(log.frames().map(({ no }) => no)).toEqual([6]);
    expect(log.total()).toBe(1);
  });
});
