import type { HubSession } from './hub-session.ts';
import type { Inbound } from './inbound.ts';

/**
 * One session's frames in their order: while the handling of one is under way, later ones wait. Beyond the limit the
 * connection stops reading; frames that were read already still come and wait too (at most one read's worth).
 */
export class Inbox {
  readonly #session: HubSession;
  readonly #waitingMax: number;
  #isBusy = false;
  #isPaused = false;
  #waiting: Inbound[] = [];
  #whenIdle: (() => void) | null = null;

  constructor(session: HubSession, waitingMax: number) {
    this.#session = session;
    this.#waitingMax = waitingMax;
  }

  push(item: Inbound): void {
    if (!this.#isBusy) {
      this.#run(item);
      return;
    }
    this.#waiting.push(item);
    if (this.#waiting.length < this.#waitingMax || this.#isPaused) return;
    this.#isPaused = true;
    this.#session.connection.pause();
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

  #run(item: Inbound): void {
    try {
      const handling = this.#session.handle(item);
      if (handling === undefined) return;
      this.#isBusy = true;
      handling.then(this.#next, this.#failed);
    } catch (error) {
      this.#failed(error);
    }
  }

  readonly #failed = (error: unknown) => {
    this.clear();
    this.#session.failed(error);
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
    this.#session.connection.resume();
  };
}
