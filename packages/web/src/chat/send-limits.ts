import { signal } from '@preact/signals';
import { Timer } from './timers.ts';
import type { Ban, ChatError } from './types.ts';

/** What stops the user from writing for a while: slow mode, rate limits, a ban. Each ends by itself. */
export class SendLimits implements Disposable {
  readonly slowUntil = signal<number | null>(null);
  readonly ban = signal<Ban | null>(null);
  readonly #slowEnd = new Timer();
  readonly #banEnd = new Timer();
  readonly #banEnded: () => void;

  constructor(banEnded: () => void) {
    this.#banEnded = banEnded;
  }

  /** The next message may be sent in so long; 0: now. */
  slow(ms: number): void {
    this.slowUntil.value = ms > 0 ? Date.now() + ms : null;
    if (ms > 0) this.#slowEnd.set(ms, () => this.slow(0));
    else this.#slowEnd.clear();
  }

  /** The room's slow mode is shorter by so much now. */
  shorten(ms: number): void {
    const until = this.slowUntil.peek();
    if (until !== null) this.slow(until - Date.now() - ms);
  }

  /** A message was refused. */
  rejected({ code, retryAfterMs }: ChatError): void {
    if (retryAfterMs !== undefined && (code === 'slowMode' || code === 'rateLimited'))
      this.slow(retryAfterMs);
  }

  setBan(ban: Ban | null): void {
    this.ban.value = ban;
    this.#banEnd.clear();
    if (ban === null || ban.until === null) return;
    this.#banEnd.set(ban.until - Date.now(), () => {
      this.ban.value = null;
      this.#banEnded();
    });
  }

  reset(): void {
    this.slow(0);
    this.setBan(null);
  }

  [Symbol.dispose](): void {
    this.#slowEnd.clear();
    this.#banEnd.clear();
  }
}
