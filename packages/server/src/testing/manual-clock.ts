import type { Clock, Timer } from '../core/ports/world.ts';

interface Pending {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that a test moves by hand: `advance` runs the timers that fall due, in order. */
export class ManualClock implements Clock {
  #wallMs: number;
  #elapsedMs = 0;
  #pending: Pending[] = [];

  constructor(wallMs = Date.UTC(2024, 0, 1, 12)) {
    this.#wallMs = wallMs;
  }

  now(): number {
    return this.#wallMs;
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  after(delayMs: number, run: () => void): Timer {
    const pending = { at: this.#elapsedMs + delayMs, run };
    this.#pending.push(pending);
    return {
      cancel: () => {
        this.#pending = this.#pending.filter((other) => other !== pending);
      },
    };
  }

  /** Lets `ms` pass on both clocks. */
  advance(ms: number): void {
    const end = this.#elapsedMs + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#pending = this.#pending.filter((other) => other !== next);
      this.#move(next.at - this.#elapsedMs);
      next.run();
    }
    this.#move(end - this.#elapsedMs);
  }

  /** Steps the wall clock alone, as an operator or a time server may. */
  stepWall(ms: number): void {
    this.#wallMs += ms;
  }

  #next(end: number): Pending | undefined {
    return this.#pending.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }

  #move(ms: number): void {
    this.#elapsedMs += ms;
    this.#wallMs += ms;
  }
}
