import { DEFAULT_APP_ID, KoineError } from '@koine/contract';
import { findRoom } from './find-room.ts';
import type { RetentionRule, RetentionScope, RetentionStore } from './ports/operating-stores.ts';
import type { Stores } from './ports/stores.ts';
import type { Clock, Timer } from './ports/world.ts';

export interface RetentionDeps {
  readonly store: RetentionStore;
  readonly stores: Pick<Stores, 'apps' | 'rooms'>;
  readonly clock: Clock;
  /** Between two rounds through all rooms. */
  readonly intervalMs: number;
  /** Told of a round that failed; the next comes all the same. */
  readonly onFault: (error: unknown) => void;
}

/** What a rule is for: an app by id, a room by id or uid, or everything else. */
export type RetentionPlace =
  | { readonly scope: 'default' }
  | { readonly scope: 'app' | 'room'; readonly id: string };

/** Rooms looked at in one read. */
const ROOMS_PER_READ = 200;

/**
 * How long history is kept, by age or count, for a room, an app, or everything. What is over it goes in the background, from
 * the oldest end, a few hundred messages between other writes. Nobody who is connected is told; who resumes from before
 * what is gone must reload.
 */
export class Retention {
  readonly #deps: RetentionDeps;
  #timer: Timer | null = null;
  #round: Promise<void> | null = null;
  #onTrimmed: (roomId: string) => void = () => {};
  #isRunning = false;
  #isDueAgain = false;
  #isStopped = false;

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
  }

  rules(): Promise<readonly RetentionRule[]> {
    return this.#deps.store.list();
  }

  /** Replaces the place's rule; both `null`: everything is kept there. Rejects with `appNotFound` or `roomNotFound`. */
  async set(
    place: RetentionPlace,
    { ageMs, countMax }: Pick<RetentionRule, 'ageMs' | 'countMax'>,
  ): Promise<RetentionRule> {
    const { scope, id } = await this.#resolve(place);
    const rule = { scope, id, ageMs, countMax, setAt: this.#deps.clock.now() };
    await this.#deps.store.put(rule);
    if (this.#isRunning) this.#begin();
    return rule;
  }

  /** The wider rule holds there again. Whether there was one of its own. */
  async clear(place: RetentionPlace): Promise<boolean> {
    const { scope, id } = await this.#resolve(place);
    const wasThere = await this.#deps.store.remove(scope, id);
    if (wasThere && this.#isRunning) this.#begin();
    return wasThere;
  }

  /** Whoever keeps history in memory is told when some of a room's is gone. */
  onTrimmed(listener: (roomId: string) => void): void {
    this.#onTrimmed = listener;
  }

  /** Rounds from now on. */
  start(): void {
    this.#isRunning = true;
    this.#wait();
  }

  /** After the step under way. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#isStopped = true;
    this.#timer?.cancel();
    await this.#round;
  }

  /** Looks at every room once and takes away what is over its rule. Returns how many messages that were. */
  async sweep(): Promise<number> {
    const { store, clock } = this.#deps;
    const rules = await store.list();
    if (!rules.some(({ ageMs, countMax }) => ageMs !== null || countMax !== null)) return 0;
    let trimmed = 0;
    let after: number | null = 0;
    while (after !== null && !this.#isStopped) {
      const now = clock.now();
      const due = await store.due(now, after, ROOMS_PER_READ);
      for (const { roomId, ageMs, countMax } of due.rooms)
        trimmed += await this.#trim(roomId, ageMs === null ? null : now - ageMs, countMax);
      after = due.next;
    }
    return trimmed;
  }

  async #trim(roomId: string, olderThan: number | null, countMax: number | null): Promise<number> {
    let trimmed = 0;
    try {
      for (;;) {
        const step = await this.#deps.store.trim(roomId, olderThan, countMax);
        trimmed += step.trimmed;
        if (step.trimmed > 0) this.#onTrimmed(roomId);
        if (!step.hasMore || this.#isStopped) return trimmed;
      }
    } catch (error) {
      // Somebody has deleted it meanwhile.
      if (error instanceof KoineError && error.code === 'roomNotFound') return trimmed;
      throw error;
    }
  }

  #wait(): void {
    this.#timer?.cancel();
    this.#timer = this.#deps.clock.after(this.#deps.intervalMs, () => this.#begin());
  }

  #begin(): void {
    if (this.#round !== null) {
      this.#isDueAgain = true;
      return;
    }
    this.#isDueAgain = false;
    this.#round = this.sweep()
      .then(() => undefined, this.#deps.onFault)
      .then(() => {
        this.#round = null;
        if (!this.#isRunning) return;
        if (this.#isDueAgain) this.#begin();
        else this.#wait();
      });
  }

  async #resolve(place: RetentionPlace): Promise<{ scope: RetentionScope; id: string }> {
    const { apps, rooms } = this.#deps.stores;
    if (place.scope === 'default') return { scope: 'default', id: '' };
    const { scope, id } = place;
    if (scope === 'room') return { scope, id: (await findRoom(rooms, id)).id };
    if (id !== DEFAULT_APP_ID && (await apps.find(id)) === null)
      throw new KoineError('appNotFound', { field: 'id' }, `There is no app ${id}`);
    return { scope, id };
  }
}
