import type { Clock } from './ports/world.ts';

/** At or above this many, a limit is no limit: nothing is counted. */
export const UNLIMITED = 1_000_000;

/** The times of one key's latest events, oldest first, in a ring that grows as needed. */
interface Ring {
  times: Float64Array;
  head: number;
  size: number;
}

/**
 * An exact sliding-window limit: at most `max` events of one key within any `windowMs`. Exact, since the documents name exact
 * numbers; 8 bytes for each event that still counts. Written here, not taken from a library: those in reach count fixed
 * windows and answer by promise, and this stands in the path of every message.
 */
export class SlidingWindow<Key extends string> {
  readonly max: number;
  readonly windowMs: number;
  readonly #clock: Clock;
  readonly #rings = new Map<Key, Ring>();
  #isSweeping = false;

  constructor(clock: Clock, max: number, windowMs: number) {
    this.#clock = clock;
    this.max = max;
    this.windowMs = windowMs;
  }

  /** Milliseconds until the key may go on; 0: now. Counts nothing. `extra`: so many more than the maximum are allowed. */
  waitMs(key: Key, now = this.#clock.monotonic(), extra = 0): number {
    if (this.max >= UNLIMITED) return 0;
    const ring = this.#rings.get(key);
    if (ring === undefined) return 0;
    this.#expire(ring, now);
    const over = ring.size - (this.max + extra);
    if (over < 0) return 0;
    const last = ring.times[(ring.head + over) % ring.times.length] ?? 0;
    return Math.max(1, last + this.windowMs - now);
  }

  /** Counts one event. */
  record(key: Key, now = this.#clock.monotonic()): void {
    if (this.max >= UNLIMITED) return;
    let ring = this.#rings.get(key);
    if (ring === undefined) {
      ring = { times: new Float64Array(4), head: 0, size: 0 };
      this.#rings.set(key, ring);
      this.#sweepLater();
    }
    push(ring, now);
  }

  /** As if the event that was recorded at this time had not been. */
  refund(key: Key, at: number): void {
    const ring = this.#rings.get(key);
    if (ring !== undefined) removeTime(ring, at);
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
    const ring = this.#rings.get(key);
    if (ring === undefined) return this.max;
    this.#expire(ring, this.#clock.monotonic());
    return Math.max(0, this.max - ring.size);
  }

  #expire(ring: Ring, now: number): void {
    const end = now - this.windowMs;
    while (ring.size > 0 && oldest(ring) <= end) {
      ring.head = (ring.head + 1) % ring.times.length;
      ring.size--;
    }
  }

  /** Forgets idle keys once a window, so that memory follows the number of active ones. */
  #sweepLater(): void {
    if (this.#isSweeping) return;
    this.#isSweeping = true;
    this.#clock.after(this.windowMs, () => {
      this.#isSweeping = false;
      const now = this.#clock.monotonic();
      for (const [key, ring] of this.#rings) {
        this.#expire(ring, now);
        if (ring.size === 0) this.#rings.delete(key);
      }
      if (this.#rings.size > 0) this.#sweepLater();
    });
  }
}

function oldest(ring: Ring): number {
  return ring.times[ring.head] ?? 0;
}

/** The newest first: what is taken back was recorded a moment ago. */
function removeTime(ring: Ring, time: number): void {
  const { times, head } = ring;
  const place = (index: number) => (head + index) % times.length;
  let index = ring.size - 1;
  while (index >= 0 && times[place(index)] !== time) index--;
  if (index < 0) return;
  for (; index < ring.size - 1; index++) times[place(index)] = times[place(index + 1)] ?? 0;
  ring.size--;
}

function push(ring: Ring, time: number): void {
  const capacity = ring.times.length;
  if (ring.size === capacity) {
    const grown = new Float64Array(capacity * 2);
    grown.set(ring.times.subarray(ring.head));
    grown.set(ring.times.subarray(0, ring.head), capacity - ring.head);
    ring.times = grown;
    ring.head = 0;
  }
  ring.times[(ring.head + ring.size) % ring.times.length] = time;
  ring.size++;
}
