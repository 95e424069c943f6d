import { atTime } from '../core/at-time.ts';
import type { Clock, Timer } from '../core/ports/world.ts';

interface Ending {
  /** When what it came with runs out; `null`: no end in sight. */
  endsAt: number | null;
}

/** Ends sessions in time, with one timer for all: one of its own would be a tenth of what an idle session costs. */
export class Expiries<Session extends Ending> {
  readonly #clock: Pick<Clock, 'now' | 'after'>;
  readonly #sessions: () => readonly Session[];
  readonly #expired: (session: Session) => void;
  #timer: Timer | null = null;
  /** When the timer runs. */
  #next = Number.POSITIVE_INFINITY;

  constructor(
    clock: Pick<Clock, 'now' | 'after'>,
    sessions: () => readonly Session[],
    expired: (session: Session) => void,
  ) {
    this.#clock = clock;
    this.#sessions = sessions;
    this.#expired = expired;
  }

  set(session: Session, endsAt: number | null): void {
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
    for (const session of this.#sessions())
      if (session.endsAt === null || session.endsAt > now) this.#waitFor(session.endsAt);
      else {
        session.endsAt = null;
        this.#expired(session);
      }
  }
}
