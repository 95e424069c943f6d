import { stat } from 'node:fs/promises';

/** Between two looks, ms. */
const INTERVAL_MS = 1_000;

export interface FileWatchOptions {
  /** Files that a database is made of; one that is not there at the first look is known from when it is. */
  readonly paths: readonly string[];
  /** Told at each change: whether all are still what they were. */
  readonly changed: (areSame: boolean) => void;
}

/**
 * Sees that files are still those that were opened. One that is deleted or replaced is written to on, as the system lets it,
 * and all that is written is lost with the process.
 */
export class FileWatch implements Disposable {
  readonly #options: FileWatchOptions;
  readonly #known = new Map<string, string>();
  readonly #timer: NodeJS.Timeout;
  #areSame = true;
  #isLooking = false;

  constructor(options: FileWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.look(), INTERVAL_MS).unref();
    this.look();
  }

  /** Never rejects. */
  async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const found = await Promise.all(this.#options.paths.map((path) => this.#isSame(path)));
    this.#isLooking = false;
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
      const place = `${dev} ${ino}`;
      if (known === undefined) this.#known.set(path, place);
      return known === undefined || known === place;
    } catch (error) {
      // Where the look itself fails (no descriptors left), nothing is known of the file.
      const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      return known === undefined || !isGone;
    }
  }
}
