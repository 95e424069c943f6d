/**
 * What one session has under way, and what must come behind it. It is made when a session first sends: most only listen.
 */
export class InOrder {
  /** Told of what a callback throws. */
  readonly #mistake: (error: unknown) => void;
  #underWay = 0;
  #behind: (() => void)[] = [];

  constructor(mistake: (error: unknown) => void) {
    this.#mistake = mistake;
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
  behind(run: () => void): void {
    if (this.#underWay === 0) run();
    else this.#behind.push(run);
  }

  #ended<Result>(handle: (result: Result) => void, result: Result): void {
    this.#guarded(() => handle(result));
    this.#underWay--;
    if (this.#underWay > 0 || this.#behind.length === 0) return;
    const waiting = this.#behind;
    this.#behind = [];
    for (const run of waiting) this.#guarded(run);
  }

  #guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#mistake(error);
    }
  }
}
