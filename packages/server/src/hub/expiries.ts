import { atTime } from '../core/at-time.ts';
import type { Clock, Timer } from '../core/ports/world.ts';
import type { HubSession } from './hub-session.ts';
import type { SessionIndex } from './session-index.ts';

/** Ends sessions in time, with one timer for all: one of its own would be a tenth of what an idle session costs. */
export class Expiries {
  readonly #clock: Pick<Clock, 'now' | 'after'>;
  readonly #index: SessionIndex;
  readonly #expired: (session: HubSession) => void;
  #timer: Timer | null = null;
  /** When the timer runs. */
  #next = Number.POSITIVE_INFINITY;

  constructor(
    clock: Pick<Clock, 'now' | 'after'>,
    index: SessionIndex,
    expired: (session: HubSession) => void,
  ) {
    this.#clock = clock;
    this.#index = index;
    this.#expired = expired;
  }

  set(session: HubSession, endsAt: number | null): void {
    session.endsAt = endsAt;
    this.#waitFor(endsAt);
  }

  #waitFor(end: number | null): void {
    if (end === null || end >= this.#next) return;
    this.#timer?.cancel();
    this.#next = end;
    this.#timer = atTime(this.#clock, end, () => this.#end());
  }

  #end(): void {
    this.#next = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    for (const session of this.#index.all())
      if (session.endsAt === null || session.endsAt > now) this.#waitFor(session.endsAt);
      else {
        session.endsAt = null;
        this.#expired(session);
      }
  }
}
