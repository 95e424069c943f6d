/** The longest that `setTimeout` can wait, ms. */
const WAIT_MAX = 2 ** 31 - 1;

/** One thing that is to happen later; setting it again replaces it. */
export class Alarm implements Disposable {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `ms` may be longer than a timer can wait: about 24 days. */
  set(ms: number, ring: () => void): void {
    clearTimeout(this.#timer);
    if (ms > WAIT_MAX) this.#timer = setTimeout(() => this.set(ms - WAIT_MAX, ring), WAIT_MAX);
    else this.#timer = setTimeout(ring, Math.max(0, ms));
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  [Symbol.dispose](): void {
    this.clear();
  }
}

/** Runs something at once when it was quiet, and at most once in `intervalMs` when much happens; the last time is never left out. */
export class Pace implements Disposable {
  readonly #run: () => void;
  readonly #intervalMs: number;
  readonly #alarm = new Alarm();
  #isWaiting = false;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(run: () => void, intervalMs: number) {
    this.#run = run;
    this.#intervalMs = intervalMs;
  }

  ask(): void {
    if (this.#isWaiting) return;
    const waitMs = this.#lastAt + this.#intervalMs - performance.now();
    if (waitMs <= 0) {
      this.now();
      return;
    }
    this.#isWaiting = true;
    this.#alarm.set(waitMs, () => this.now());
  }

  /** At once, also if it was due later. */
  now(): void {
    this.#alarm.clear();
    this.#isWaiting = false;
    this.#lastAt = performance.now();
    this.#run();
  }

  [Symbol.dispose](): void {
    this.#alarm.clear();
  }
}
