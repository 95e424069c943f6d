import { atTime } from './at-time.ts';
import type { SanctionStore } from './ports/stores.ts';
import type { Timer } from './ports/world.ts';
import { sanctionChanged } from './sanctions.ts';
import type { CoreWorld } from './world.ts';

export interface SanctionEndsDeps extends Pick<CoreWorld, 'bus' | 'clock' | 'onError'> {
  readonly store: Pick<SanctionStore, 'removeEnded' | 'nextEnd'>;
}

const RETRY_MS = 5000;

/**
 * The end of a ban or mute, announced when it comes, as its beginning was. What is in force never depends on it: every
 * decision looks at the time. One timer, for the next of all.
 */
export class SanctionEnds {
  readonly #deps: SanctionEndsDeps;
  #timer: Timer | null = null;
  /** What the timer waits for (ms since epoch). */
  #at = Number.POSITIVE_INFINITY;
  #isRunning = false;

  constructor(deps: SanctionEndsDeps) {
    this.#deps = deps;
    deps.bus.subscribe((event) => {
      if (event.type !== 'roomSanctionChanged' && event.type !== 'appSanctionChanged') return;
      const { until } = event.sanction;
      if (this.#isRunning && !event.isLifted && until !== null && until < this.#at)
        this.#waitFor(until);
    });
  }

  /** Once, at start: also what ended while the server was down is over. */
  start(): void {
    this.#isRunning = true;
    this.#waitFor(this.#deps.clock.now());
  }

  stop(): void {
    this.#isRunning = false;
    this.#timer?.cancel();
  }

  #waitFor(at: number): void {
    this.#timer?.cancel();
    this.#at = at;
    this.#timer = atTime(this.#deps.clock, at, () => {
      this.#end().catch((error) => {
        this.#deps.onError(error);
        if (this.#isRunning) this.#waitFor(this.#deps.clock.now() + RETRY_MS);
      });
    });
  }

  async #end(): Promise<void> {
    const { store, clock, bus } = this.#deps;
    this.#at = Number.POSITIVE_INFINITY;
    for (const sanction of await store.removeEnded(clock.now()))
      bus.publish(sanctionChanged(sanction, true));
    const next = await store.nextEnd();
    if (this.#isRunning && next !== null && next < this.#at) this.#waitFor(next);
  }
}
