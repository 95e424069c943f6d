import type { Clock } from './ports/world.ts';

/**
 * Wraps background work: timers, listeners, what follows a promise. What it throws, or what its promise
 * rejects with, goes to `failed` and nowhere else, so that a mistake in it never ends the process.
 */
export function guarded<Args extends readonly unknown[]>(
  run: (...args: Args) => unknown,
  failed: (error: unknown) => void,
): (...args: Args) => void {
  return (...args) => {
    try {
      const result = run(...args);
      if (result instanceof Promise) result.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}

/** A clock whose timers are guarded. A server has no other. */
export function guardedClock(clock: Clock, failed: (error: unknown) => void): Clock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after: (delayMs, run) => clock.after(delayMs, guarded(run, failed)),
  };
}
