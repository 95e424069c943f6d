import type { Connection } from './connection.ts';

/**
 * One session's frames in their order: while the handling of one is under way, later ones wait. Beyond the limit the
 * connection stops reading; frames that were read already still come and wait too (at most one read's worth).
 */
export interface InboxOwner<Item> {
  /** A returned promise holds back what comes after. */
  handle(item: Item): void | Promise<void>;
  /** Handling threw or rejected: a bug. Nothing that waits will be handled. */
  failed(error: unknown): void;
}

export class Inbox<Item> {
  readonly #owner: InboxOwner<Item>;
  readonly #reader: Pick<Connection, 'pause' | 'resume'>;
  readonly #waitingMax: number;
  #isBusy = false;
  #isPaused = false;
  #waiting: Item[] = [];
  #whenIdle: (() => void) | null = null;

  constructor(
    owner: InboxOwner<Item>,
    reader: Pick<Connection, 'pause' | 'resume'>,
    waitingMax: number,
  ) {
    this.#owner = owner;
    this.#reader = reader;
    this.#waitingMax = waitingMax;
  }

  push(item: Item): void {
    if (!this.#isBusy) {
      this.#run(item);
      return;
    }
    this.#waiting.push(item);
    if (this.#waiting.length < this.#waitingMax || this.#isPaused) return;
    this.#isPaused = true;
    this.#reader.pause();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting = [];
  }

  /** Calls back once all that has come is handled, at once if it is; for callers that push nothing more. */
  whenIdle(run: () => void): void {
    if (!this.#isBusy) run();
    else this.#whenIdle = run;
  }

  #run(item: Item): void {
    try {
      const handling = this.#owner.handle(item);
      if (handling === undefined) return;
      this.#isBusy = true;
      handling.then(this.#next, this.#failed);
    } catch (error) {
      this.#failed(error);
    }
  }

  readonly #failed = (error: unknown) => {
    this.clear();
    this.#owner.failed(error);
    this.#next();
  };

  readonly #next = () => {
    this.#isBusy = false;
    let done = 0;
    while (!this.#isBusy && done < this.#waiting.length) {
      const item = this.#waiting[done++];
      if (item !== undefined) this.#run(item);
    }
    this.#waiting.splice(0, done);
    if (!this.#isBusy && this.#whenIdle !== null) {
      const run = this.#whenIdle;
      this.#whenIdle = null;
      run();
    }
    if (this.#waiting.length > 0 || !this.#isPaused) return;
    this.#isPaused = false;
    this.#reader.resume();
  };
}
