import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { SlidingWindow, UNLIMITED } from './sliding-window.ts';

describe('SlidingWindow', () => {
  it('allows exactly the maximum within one window, and returns how long to wait', () => {
    const clock = new ManualClock();
    const window = new SlidingWindow(clock, 3, 60_000);
    for (let i = 0; i < 3; i++) {
      expect(window.take('a')).toBe(0);
      clock.advance(1000);
    }
    expect(window.take('a')).toBe(57_000);
    expect(window.remaining('a')).toBe(0);
    expect(window.take('b')).toBe(0);
  });

  it('slides: each event stops counting when it is one window old', () => {
    const clock = new ManualClock();
    const window = new SlidingWindow(clock, 2, 60_000);
    window.record('a');
    clock.advance(30_000);
    window.record('a');
    clock.advance(30_000);
    expect(window.take('a')).toBe(0);
    expect(window.take('a')).toBe(30_000);
  });

  it('counts nothing at a million and beyond', () => {
    const window = new SlidingWindow(new ManualClock(), UNLIMITED, 60_000);
    for (let i = 0; i < 100; i++) expect(window.take('a')).toBe(0);
  });

  it('is not moved by a step of the wall clock', () => {
    const clock = new ManualClock();
    const window = new SlidingWindow(clock, 1, 60_000);
    window.record('a');
    clock.stepWall(3_600_000);
    expect(window.take('a')).toBe(60_000);
  });

  it('agrees with a list of times, whatever comes', () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 400 }),
      key: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 200 }),
        fc.integer({ min: 1, max: 20 }),
        (steps, max) => {
          const clock = new ManualClock();
          const window = new SlidingWindow(clock, max, 1000);
          const taken = new Map<string, number[]>([
            ['a', []],
            ['b', []],
          ]);
          for (const { wait, key } of steps) {
            clock.advance(wait);
            const now = clock.monotonic();
            const times = taken.get(key) ?? [];
            const counting = times.filter((time) => time > now - 1000);
            const isAllowed = window.take(key) === 0;
            expect(isAllowed).toBe(counting.length < max);
            if (isAllowed) times.push(now);
          }
        },
      ),
    );
  });
});
