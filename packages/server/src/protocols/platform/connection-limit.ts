import { KoineError, type UserKey, userKeyOf } from '@koine/contract';
import type { Actor } from '../../core/actor.ts';
import type { Clock } from '../../core/ports/world.ts';
import type { Session } from '../../hub/session.ts';
import { CLOSES } from './errors.ts';

export type Holder = Pick<Session, 'close' | 'ping' | 'hasAnswered'>;

export interface ConnectionLimitOptions {
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  /** Connections of one user. */
  readonly max: number;
  /** How long one that is asked may take to show that it lives. */
  readonly answerMs: number;
}

/** Between two looks at who has answered, ms. */
const LOOK_MS = 100;

/** One user's connections. */
interface Held {
  /** Oldest first. */
  readonly holders: Holder[];
  /** Set while they are asked whether they live: resolves to those that have not answered. */
  asking: Promise<Holder[]> | null;
}

/**
 * How many connections each user has. Half-open ones (a phone that lost its network) are no reason to turn a user away: before
 * one too many is refused, the others are pinged, and one that is dead makes room.
 */
export class ConnectionLimit {
  readonly #options: ConnectionLimitOptions;
  readonly #users = new Map<UserKey, Held>();

  constructor(options: ConnectionLimitOptions) {
    this.#options = options;
  }

  /** Counts it in, at once where there is room. Rejects with `rateLimited` when as many as there may be are alive. */
  enter(actor: Actor, holder: Holder): void | Promise<void> {
    const key = userKeyOf(actor.user);
    const held = this.#users.get(key);
    if (held === undefined) this.#users.set(key, { holders: [holder], asking: null });
    else if (held.holders.length < this.#options.max) held.holders.push(holder);
    else return this.#enterForDead(held, holder);
  }

  leave(actor: Actor, holder: Holder): void {
    const key = userKeyOf(actor.user);
    const held = this.#users.get(key);
    if (held === undefined) return;
    remove(held, holder);
    if (held.holders.length === 0 && held.asking === null) this.#users.delete(key);
  }

  async #enterForDead(held: Held, holder: Holder): Promise<void> {
    const { max } = this.#options;
    held.asking ??= this.#ask(held);
    const silent = await held.asking;
    held.asking = null;
    if (held.holders.length >= max) {
      const oldest = silent.find((known) => held.holders.includes(known));
      if (oldest === undefined) throw new KoineError('rateLimited', { limit: max });
      remove(held, oldest);
      oldest.close(CLOSES.rateLimited.code, CLOSES.rateLimited.reason);
    }
    held.holders.push(holder);
  }

  /** Pings all, and waits until all have answered or the time is up. */
  async #ask({ holders }: Held): Promise<Holder[]> {
    const { clock, answerMs } = this.#options;
    let silent = [...holders];
    for (const holder of silent) holder.ping();
    const until = clock.monotonic() + answerMs;
    while (silent.length > 0 && clock.monotonic() < until) {
      await new Promise<void>((resolve) => clock.after(Math.min(LOOK_MS, answerMs), resolve));
      silent = silent.filter((holder) => !holder.hasAnswered && holders.includes(holder));
    }
    return silent;
  }
}

function remove({ holders }: Held, holder: Holder): void {
  const index = holders.indexOf(holder);
  if (index >= 0) holders.splice(index, 1);
}
