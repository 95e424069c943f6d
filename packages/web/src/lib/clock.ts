import { signal } from '@preact/signals';

/** A signal that changes each period. */
export interface Ticking {
  /** Now, ms since epoch. */
  readonly value: number;
}

/** For countdowns. Runs only while something shows it. */
export const everySecond: Ticking = ticking(1_000);

/** For "5 minutes ago". */
export const everyHalfMinute: Ticking = ticking(30_000);

function ticking(periodMs: number): Ticking {
  let timer: ReturnType<typeof setInterval> | undefined;
  const ticks = signal(0, {
    watched() {
      timer = setInterval(() => {
        ticks.value += 1;
      }, periodMs);
    },
    unwatched() {
      clearInterval(timer);
    },
  });
  return {
    get value() {
      // Subscribes to the next tick. The last one may be long ago, so its time is not now.
      ticks.value;
      return Date.now();
    },
  };
}

/** Whole seconds from `nowMs` until `untilMs`, rounded up, at least 0. */
export function secondsUntil(untilMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
}
