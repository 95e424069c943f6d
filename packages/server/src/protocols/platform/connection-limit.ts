import { KoineError, type UserKey, userKeyOf } from '@koine/contract';
import type { Actor } from '../../core/actor.ts';
import type { Clock } from '../../core/ports/world.ts';
import type { Session } from '../../hub/session.ts';
import { SessionsByKey } from '../../hub/sessions-by-key.ts';
import { CLOSES } from './errors.ts';

export interface ConnectionLimitOptions {
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  /** Connections of one user. */
  readonly max: number;
  /** How long a connection may take to answer a ping. */
  readonly answerMs: number;
}

/** Between two checks of which have answered, ms. */
const CHECK_MS = 100;

/**
 * How many connections each user has. Half-open ones (a phone that lost its network) do not lock a user out: before one too many
 * is refused, the others are pinged, and a dead one makes room. A connection counts before it is identified, hence a key of its own.
 * Its place is free once its session is closed, and not only when its socket has ended: that of a dead phone does so no sooner than
 * the transport destroys it, and counts with its address until then.
 */
export class ConnectionLimit {
  readonly #options: ConnectionLimitOptions;
  readonly #connections = new SessionsByKey<UserKey>();
  /** Users whose connections are being pinged: resolves to those that have not answered. */
  readonly #probes = new Map<UserKey, Promise<readonly Session[]>>();

  constructor(options: ConnectionLimitOptions) {
    this.#options = options;
  }

  /** Counts it in, at once where there is room. Rejects with `rateLimited` when as many as there may be are alive. */
  enter({ user }: Actor, session: Session): void | Promise<void> {
    const key = userKeyOf(user);
    if (this.#isFull(key)) return this.#enterForDead(key, session);
    session.enterKey(this.#connections, key);
  }

  async #enterForDead(key: UserKey, session: Session): Promise<void> {
    const probe = this.#probes.get(key) ?? this.#probe(key);
    this.#probes.set(key, probe);
    const silent = await probe;
    this.#probes.delete(key);
    if (this.#isFull(key)) {
      const oldest = silent.find(({ isOpen }) => isOpen);
      if (oldest === undefined) throw new KoineError('rateLimited', { limit: this.#options.max });
      oldest.close(CLOSES.rateLimited.code, CLOSES.rateLimited.reason);
    }
    session.enterKey(this.#connections, key);
  }

  #isFull(key: UserKey): boolean {
    return this.#connections.of(key).length >= this.#options.max;
  }

  /** Pings all, and waits until all have answered or the time is up. */
  async #probe(key: UserKey): Promise<readonly Session[]> {
    const { clock, answerMs } = this.#options;
    let silent = [...this.#connections.of(key)];
    for (const session of silent) session.ping();
    const until = clock.monotonic() + answerMs;
    while (silent.length > 0 && clock.monotonic() < until) {
      await new Promise<void>((resolve) => clock.after(Math.min(CHECK_MS, answerMs), resolve));
      silent = silent.filter(({ hasAnswered, isOpen }) => !hasAnswered && isOpen);
    }
    return silent;
  }
}
