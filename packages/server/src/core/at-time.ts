import type { Clock, Timer } from './ports/world.ts';

/** As long as `setTimeout` can wait, about 24 days. */
const TIMER_MS_MAX = 2_147_483_647;

/** Runs once the wall clock stands at `at` (ms since epoch), however far that is. */
export function atTime(clock: Pick<Clock, 'now' | 'after'>, at: number, run: () => void): Timer {
  let timer: Timer;
  const wait = () => {
    const leftMs = at - clock.now();
    // Timers cannot wait for longer, and the wall clock may have been set back meanwhile.
    timer = clock.after(Math.min(Math.max(0, leftMs), TIMER_MS_MAX), () =>
      clock.now() < at ? wait() : run(),
    );
  };
  wait();
  return { cancel: () => timer.cancel() };
}
