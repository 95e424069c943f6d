import { KoineError } from '@koine/contract';
import type { Core } from '../../core/core.ts';
import { SlidingWindow } from '../../core/sliding-window.ts';

const MINUTE_MS = 60_000;

/**
 * How often one socket may ask for something that is not a message: sign in, join, run a command. By socket and not by address, so
 * that many clients behind one address may all come back at once.
 */
export class Turns {
  readonly #window: SlidingWindow<string>;

  constructor({ clock, limits }: Pick<Core, 'clock' | 'limits'>) {
    this.#window = new SlidingWindow(clock, limits.communityMessagesPerMinute, MINUTE_MS);
  }

  /** Counts one. Throws `rateLimited`. */
  take(sessionId: string): void {
    const retryAfterMs = this.#window.take(sessionId);
    if (retryAfterMs > 0)
      throw new KoineError('rateLimited', { retryAfterMs, limit: this.#window.max });
  }
}
