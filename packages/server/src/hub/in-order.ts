/**
 * What one session has under way, and what must come after it. It is made when a session first sends: most only listen.
 */
export class InOrder {
  /** Called with what a callback throws. */
  readonly #failed: (error: unknown) => void;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  /** `done` or `failed` is called once. */
  track<T>(work: Promise<T>, done: (value: T) => void, failed: (error: unknown) => void): void {
    this.#underWay++;
    work.then(
      (value) => this.#ended(done, value),
      (error: unknown) => this.#ended(failed, error),
    );
  }

  /** Runs it once nothing is under way; at once if nothing is. */
  after(run: () => void): void {
    if (this.#underWay === 0) run();
    else this.#waiting.push(run);
  }

  #ended<Result>(handle: (result: Result) => void, result: Result): void {
    this.#guarded(() => handle(result));
    this.#underWay--;
    if (this.#underWay > 0 || this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const run of waiting) this.#guarded(run);
  }

  #guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#failed(error);
    }
  }
}
