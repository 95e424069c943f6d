/** The longest that `setTimeout` can wait, ms. */
const WAIT_MAX = 2 ** 31 - 1;

/** One callback for later; setting it again replaces it. */
export class Timer implements Disposable {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `ms` may be longer than a timer can wait: about 24 days. */
  set(ms: number, callback: () => void): void {
    clearTimeout(this.#timer);
    if (ms > WAIT_MAX) this.#timer = setTimeout(() => this.set(ms - WAIT_MAX, callback), WAIT_MAX);
    else this.#timer = setTimeout(callback, Math.max(0, ms));
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  [Symbol.dispose](): void {
    this.clear();
  }
}

/** Runs something at most once in `intervalMs`: at once after a pause, and always after the last call. */
export class Throttle implements Disposable {
  readonly #run: () => void;
  readonly #intervalMs: number;
  readonly #timer = new Timer();
  #isWaiting = false;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(run: () => void, intervalMs: number) {
    this.#run = run;
    this.#intervalMs = intervalMs;
  }

  schedule(): void {
    if (this.#isWaiting) return;
    const waitMs = this.#lastAt + this.#intervalMs - performance.now();
    if (waitMs <= 0) {
      this.runNow();
      return;
    }
    this.#isWaiting = true;
    this.#timer.set(waitMs, () => this.runNow());
  }

  /** Now, even if it is scheduled for later. */
  runNow(): void {
    this.#timer.clear();
    this.#isWaiting = false;
    this.#lastAt = performance.now();
    this.#run();
  }

  [Symbol.dispose](): void {
    this.#timer.clear();
  }
}
