import type { Clock, Timer } from '../core/ports/world.ts';

/** A connection whose client must show that it lives. */
export interface Pulse {
  /** Pings sent and not answered. Set to 0 by the connection whenever its client is heard. */
  unansweredPings: number;
  /** Counts one more as unanswered. */
  ping(): void;
  /** The client is dead: gone without a goodbye. */
  expire(): void;
}

/** Pings that may stay unanswered; at the next beat the client is dead. */
const MISSED_PINGS_MAX = 2;
const SLICES_MAX = 64;
/** Timers finer than this are not worth their wake-ups. */
const SLICE_MS_MIN = 10;

/**
 * Pings every connection once in `intervalMs`, with one timer for all: connections are dealt into slices and each tick
 * serves one, so ten thousand pings are spread over the interval.
 */
export class Heartbeats {
  readonly #clock: Clock;
  readonly #sliceMs: number;
  readonly #slices: readonly Set<Pulse>[];
  #next = 0;
  #dealt = 0;
  #timer: Timer | null = null;

  constructor(clock: Clock, intervalMs: number) {
    const count = Math.max(1, Math.min(SLICES_MAX, Math.floor(intervalMs / SLICE_MS_MIN)));
    this.#clock = clock;
    this.#sliceMs = intervalMs / count;
    this.#slices = Array.from({ length: count }, () => new Set<Pulse>());
  }

  /** Returns the slice, to be given back to `remove`. */
  add(pulse: Pulse): number {
    const index = this.#dealt++ % this.#slices.length;
    this.#slices[index]?.add(pulse);
    this.#timer ??= this.#clock.after(this.#sliceMs, this.#beat);
    return index;
  }

  remove(pulse: Pulse, slice: number): void {
    this.#slices[slice]?.delete(pulse);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    for (const slice of this.#slices) slice.clear();
  }

  readonly #beat = () => {
    const slice = this.#slices[this.#next];
    this.#next = (this.#next + 1) % this.#slices.length;
    this.#timer = this.#clock.after(this.#sliceMs, this.#beat);
    for (const pulse of slice ?? []) {
      if (pulse.unansweredPings >= MISSED_PINGS_MAX) {
        pulse.expire();
      } else {
        pulse.ping();
      }
    }
  };
}
