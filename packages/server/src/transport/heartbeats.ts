import type { Clock, Timer } from '../core/ports/world.ts';

/** A connection whose client must show that it lives. */
export interface ProbedConnection {
  /** Pings sent and not answered. Set to 0 by the connection whenever its client sends something. */
  unansweredPings: number;
  /** Counts one more as unanswered. */
  ping(): void;
  /** The client is dead: gone without a close frame. */
  destroy(): void;
}

/** Pings that may stay unanswered; at the next probe the client is dead. */
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
  readonly #slices: readonly Set<ProbedConnection>[];
  #next = 0;
  #dealt = 0;
  #timer: Timer | null = null;

  constructor(clock: Clock, intervalMs: number) {
    const count = Math.max(1, Math.min(SLICES_MAX, Math.floor(intervalMs / SLICE_MS_MIN)));
    this.#clock = clock;
    this.#sliceMs = intervalMs / count;
    this.#slices = Array.from({ length: count }, () => new Set<ProbedConnection>());
  }

  /** Returns the slice, to be given back to `remove`. */
  add(connection: ProbedConnection): number {
    const index = this.#dealt++ % this.#slices.length;
    this.#slices[index]?.add(connection);
    this.#timer ??= this.#clock.after(this.#sliceMs, this.#probe);
    return index;
  }

  remove(connection: ProbedConnection, slice: number): void {
    this.#slices[slice]?.delete(connection);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    for (const slice of this.#slices) slice.clear();
  }

  readonly #probe = () => {
    const slice = this.#slices[this.#next];
    this.#next = (this.#next + 1) % this.#slices.length;
    this.#timer = this.#clock.after(this.#sliceMs, this.#probe);
    for (const connection of slice ?? [])
      if (connection.unansweredPings >= MISSED_PINGS_MAX) connection.destroy();
      else connection.ping();
  };
}
