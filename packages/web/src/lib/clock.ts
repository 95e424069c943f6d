import { type ReadonlySignal, signal } from '@preact/signals';

/** Now, ms since epoch, to the second: for countdowns. Ticks only while something shows it. */
export const everySecond: ReadonlySignal<number> = ticking(1_000);

/** Now, ms since epoch, to half a minute: for "5 minutes ago". */
export const everyHalfMinute: ReadonlySignal<number> = ticking(30_000);

function ticking(periodMs: number): ReadonlySignal<number> {
  let timer: ReturnType<typeof setInterval> | undefined;
  const now = signal(Date.now(), {
    watched() {
      timer = setInterval(() => {
        now.value = Date.now();
      }, periodMs);
    },
    unwatched() {
      clearInterval(timer);
    },
  });
  return now;
}

/** Whole seconds from `nowMs` until `untilMs`, rounded up, at least 0. */
export function secondsUntil(untilMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
}
