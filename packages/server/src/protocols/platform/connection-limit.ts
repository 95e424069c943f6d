import { KoineError, type UserKey, userKeyOf } from '@koine/contract';
import type { Actor } from '../../core/actor.ts';

/** How many connections each user has. */
export class ConnectionLimit {
  readonly #max: number;
  readonly #counts = new Map<UserKey, number>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Throws `rateLimited` when the user has as many as they may. */
  enter(actor: Actor): void {
    const key = userKeyOf(actor.user);
    const count = this.#counts.get(key) ?? 0;
    if (count >= this.#max) throw new KoineError('rateLimited', { limit: this.#max });
    this.#counts.set(key, count + 1);
  }

  leave(actor: Actor): void {
    const key = userKeyOf(actor.user);
    const count = this.#counts.get(key) ?? 0;
    if (count > 1) this.#counts.set(key, count - 1);
    else this.#counts.delete(key);
  }
}
