import type { Clock, Timer } from './ports/world.ts';

/** When something was used, by its hash. */
export interface Use {
  readonly hash: string;
  readonly at: number;
}

export interface UsesDeps {
  readonly store: (uses: readonly Use[]) => Promise<void>;
  readonly clock: Clock;
  /** Called with the error when uses could not be stored. */
  readonly onError: (error: unknown) => void;
}

const STORE_MS = 60_000;

/** When each key or token was last used. Kept in memory for a while: a write for each use would be one for each call. */
export class Uses {
  readonly #deps: UsesDeps;
  /** Not stored yet. */
  #uses = new Map<string, number>();
  #timer: Timer | null = null;
  #isClosed = false;

  constructor(deps: UsesDeps) {
    this.#deps = deps;
  }

  record(hash: string): void {
    if (this.#isClosed) return;
    const { clock, onError } = this.#deps;
    this.#uses.set(hash, clock.now());
    this.#timer ??= clock.after(STORE_MS, () => {
      this.flush().catch(onError);
    });
  }

  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#uses.size === 0) return;
    const uses = Array.from(this.#uses, ([hash, at]) => ({ hash, at }));
    this.#uses = new Map();
    await this.#deps.store(uses);
  }

  /** Stores what is known, and takes nothing from then on. At the end, while storage still takes writes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
  }
}
