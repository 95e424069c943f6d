import { signal } from '@preact/signals';

/** Drawing takes a quarter of the time at most: the rest is for input and network. */
const PAUSE_FACTOR = 3;
const PAUSE_MS_MAX = 2_000;

/**
 * Runs functions before a drawing: at once after a pause, else no sooner than `everyMs` after the last one, and later where
 * drawing takes long.
 */
export function createDrawThrottle(everyMs: number): (run: () => void) => void {
  let next = Number.NEGATIVE_INFINITY;
  const draw = (run: () => void) =>
    requestAnimationFrame(() => {
      const begun = performance.now();
      next = begun + everyMs;
      run();
      // A task of its own comes after the components were drawn, and mostly after the screen.
      setTimeout(() => {
        const now = performance.now();
        const pauseMs = Math.min(PAUSE_FACTOR * (now - begun), PAUSE_MS_MAX);
        next = Math.max(begun + everyMs, now + pauseMs);
      });
    });
  return (run) => {
    const waitMs = next - performance.now();
    if (waitMs <= 0) draw(run);
    else setTimeout(draw, waitMs, run);
  };
}

/** A version that rises after changes, once per drawing. @param schedule Runs a function before the next drawing. */
export function createDrawnVersion(schedule: (run: () => void) => void) {
  const version = signal(0);
  let isScheduled = false;
  return {
    version,
    changed() {
      if (isScheduled) return;
      isScheduled = true;
      schedule(() => {
        isScheduled = false;
        version.value++;
      });
    },
  };
}
