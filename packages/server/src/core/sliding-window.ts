import type { Clock } from './ports/world.ts';

/** At or above this many, a limit is no limit: nothing is counted. */
export const UNLIMITED = 1_000_000;

/**
 * An exact sliding-window limit: at most `max` events of one key within any `windowMs`. Exact, since the documents name exact
 * numbers; 8 bytes for each event that still counts. Written here, not taken from a library: those in reach count fixed
 * windows and answer by promise, and this stands in the path of every message.
 */
export class SlidingWindow<Key extends string> {
  readonly max: number;
  readonly windowMs: number;
  readonly #clock: Clock;
  /** Of each key's latest events, oldest first. */
  readonly #times = new Map<Key, number[]>();
  #isSweeping = false;

  constructor(clock: Clock, max: number, windowMs: number) {
    this.#clock = clock;
    this.max = max;
    this.windowMs = windowMs;
  }

  /** Milliseconds until the key may go on; 0: now. Counts nothing. `extra`: so many more than the maximum are allowed. */
  waitMs(key: Key, now = this.#clock.monotonic(), extra = 0): number {
    if (this.max >= UNLIMITED) return 0;
    const times = this.#times.get(key);
    if (times === undefined) return 0;
    this.#expire(times, now);
    const last = times[times.length - (this.max + extra)];
    return last === undefined ? 0 : Math.max(1, last + this.windowMs - now);
  }

  /** Counts one event. */
  record(key: Key, now = this.#clock.monotonic()): void {
    if (this.max >= UNLIMITED) return;
    const times = this.#times.get(key);
    if (times !== undefined) times.push(now);
    else {
      this.#times.set(key, [now]);
      this.#sweepLater();
    }
  }

  /** As if the event that was recorded at this time had not been. */
  refund(key: Key, at: number): void {
    const times = this.#times.get(key);
    const index = times?.lastIndexOf(at) ?? -1;
    if (index >= 0) times?.splice(index, 1);
  }

  /** Counts one event if it is allowed; returns as `waitMs`. */
  take(key: Key): number {
    const wait = this.waitMs(key);
    if (wait === 0) this.record(key);
    return wait;
  }

  /** How many the key has left now. */
  remaining(key: Key): number {
    if (this.max >= UNLIMITED) return this.max;
    const times = this.#times.get(key);
    if (times === undefined) return this.max;
    this.#expire(times, this.#clock.monotonic());
    return Math.max(0, this.max - times.length);
  }

  #expire(times: number[], now: number): void {
    const end = now - this.windowMs;
    while (times[0] !== undefined && times[0] <= end) times.shift();
  }

  /** Forgets idle keys once a window, so that memory follows the number of active ones. */
  #sweepLater(): void {
    if (this.#isSweeping) return;
    this.#isSweeping = true;
    this.#clock.after(this.windowMs, () => {
      this.#isSweeping = false;
      const now = this.#clock.monotonic();
      for (const [key, times] of this.#times) {
        this.#expire(times, now);
        if (times.length === 0) this.#times.delete(key);
      }
      if (this.#times.size > 0) this.#sweepLater();
    });
  }
}
