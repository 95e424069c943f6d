import { stat } from 'node:fs/promises';

/** Between two checks, ms. */
const INTERVAL_MS = 1_000;

export interface FileWatchOptions {
  /** Files that a database is made of; one that is missing at the first check is known from when it appears. */
  readonly paths: readonly string[];
  /** Called at each change: whether all files are still the opened ones. */
  readonly changed: (areSame: boolean) => void;
}

/**
 * Checks that files are still those that were opened. Writes to a deleted or replaced one go on, as the system lets them,
 * and are lost with the process.
 */
export class FileWatch implements Disposable {
  readonly #options: FileWatchOptions;
  readonly #known = new Map<string, string>();
  readonly #timer: NodeJS.Timeout;
  #areSame = true;
  #isChecking = false;

  constructor(options: FileWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.check(), INTERVAL_MS).unref();
    this.check();
  }

  /** Never rejects. */
  async check(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    const found = await Promise.all(this.#options.paths.map((path) => this.#isSame(path)));
    this.#isChecking = false;
    const areSame = found.every(Boolean);
    if (areSame === this.#areSame) return;
    this.#areSame = areSame;
    this.#options.changed(areSame);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #isSame(path: string): Promise<boolean> {
    const known = this.#known.get(path);
    try {
      const { dev, ino } = await stat(path);
      const identity = `${dev} ${ino}`;
      if (known === undefined) this.#known.set(path, identity);
      return known === undefined || known === identity;
    } catch (error) {
      // Where the check itself fails (no descriptors left), nothing is known of the file.
      const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      return known === undefined || !isGone;
    }
  }
}
