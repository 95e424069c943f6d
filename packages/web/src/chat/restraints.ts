import { type ReadonlySignal, signal } from '@preact/signals';
import { Alarm } from './timers.ts';
import type { Ban, ChatError } from './types.ts';

/** What keeps one from writing for a while: slow mode, limits, a ban. Each ends by itself. */
export class Restraints implements Disposable {
  readonly #slowUntil = signal<number | null>(null);
  readonly #ban = signal<Ban | null>(null);
  readonly #slowEnd = new Alarm();
  readonly #banEnd = new Alarm();
  readonly #banEnded: () => void;

  constructor(banEnded: () => void) {
    this.#banEnded = banEnded;
  }

  get slowUntil(): ReadonlySignal<number | null> {
    return this.#slowUntil;
  }

  get ban(): ReadonlySignal<Ban | null> {
    return this.#ban;
  }

  /** One may write again in so long; 0: now. */
  slow(ms: number): void {
    this.#slowUntil.value = ms > 0 ? Date.now() + ms : null;
    if (ms > 0) this.#slowEnd.set(ms, () => this.slow(0));
    else this.#slowEnd.clear();
  }

  /** The room asks for so much less between two messages. */
  ease(ms: number): void {
    const until = this.#slowUntil.peek();
    if (until !== null) this.slow(until - Date.now() - ms);
  }

  /** A message was refused. */
  refused({ code, retryAfterMs }: ChatError): void {
    if (retryAfterMs !== undefined && (code === 'slowMode' || code === 'rateLimited'))
      this.slow(retryAfterMs);
  }

  set(ban: Ban | null): void {
    this.#ban.value = ban;
    this.#banEnd.clear();
    if (ban === null || ban.until === null) return;
    this.#banEnd.set(ban.until - Date.now(), () => {
      this.#ban.value = null;
      this.#banEnded();
    });
  }

  reset(): void {
    this.slow(0);
    this.set(null);
  }

  [Symbol.dispose](): void {
    this.#slowEnd.clear();
    this.#banEnd.clear();
  }
}
