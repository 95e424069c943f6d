import { DEFAULT_APP_ID, KoineError } from '@koine/contract';
import type { Actor } from './actor.ts';
import { assertOperator } from './authority.ts';
import { findRoom } from './find-room.ts';
import type {
  Excess,
  RetentionRule,
  RetentionScope,
  RetentionStore,
} from './ports/operating-stores.ts';
import type { Stores } from './ports/stores.ts';
import type { Timer } from './ports/world.ts';
import type { CoreWorld } from './world.ts';

export interface RetentionDeps extends Pick<CoreWorld, 'clock' | 'onError'> {
  readonly store: RetentionStore;
  readonly stores: Pick<Stores, 'apps' | 'rooms'>;
  /** Between two rounds through all rooms. */
  readonly intervalMs: number;
}

/** What a rule is for: an app by id, a room by id or uid, or everything else. */
export type RetentionTarget =
  | { readonly scope: 'default' }
  | { readonly scope: 'app' | 'room'; readonly id: string };

/** What is kept in a place. */
export type Kept = Pick<RetentionRule, 'ageMs' | 'countMax'>;

/** What a change of a rule would take away now. */
export interface RetentionPreview extends Omit<Excess, 'next'> {
  /** The name with which so much has to be confirmed; `null`: it needs no confirming. */
  readonly confirm: string | null;
}

/** A place with its names: of these one confirms what deletes much. */
interface NamedTarget {
  readonly scope: RetentionScope;
  readonly id: string;
  /** The room's or the app's own app; empty for the default. */
  readonly appId: string;
  /** The first is shown. */
  readonly names: readonly string[];
}

/** More must be confirmed. */
const UNCONFIRMED_MAX = 1_000;
/** Rooms looked at in one read. */
const ROOMS_PER_READ = 200;

/**
 * How long history is kept, by age or count, for a room, an app, or everything. What is over it goes in the background, from
 * the oldest end, a few hundred messages between other writes. Connected clients are not notified; a client that resumes from before
 * what is gone must reload: a room's seqs have no gaps, so taking its oldest messages moves one number, `purgedSeq`.
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

  async rules(actor: Actor): Promise<readonly RetentionRule[]> {
    assertOperator(actor, 'read');
    return this.#deps.store.list();
  }

  /**
   * How many messages it would delete now to keep this there; `null`: to take the place's rule away, so that the wider one
   * holds. Changes nothing. Rejects with `appNotFound` or `roomNotFound`.
   */
  async preview(
    actor: Actor,
    place: RetentionTarget,
    kept: Kept | null,
  ): Promise<RetentionPreview> {
    assertOperator(actor, 'read');
    return this.#preview(await this.#resolve(place), kept);
  }

  /**
   * Replaces the place's rule; both `null`: everything is kept there. What deletes more than a thousand messages needs the
   * place's name in `confirm`: else `invalidInput` (field `confirm`) with their number. Rejects with `appNotFound` or
   * `roomNotFound`.
   */
  async set(
    actor: Actor,
    place: RetentionTarget,
    { ageMs, countMax }: Kept,
    confirm: string | null = null,
  ): Promise<RetentionRule> {
    assertOperator(actor, 'operator');
    const named = await this.#resolve(place);
    await this.#assertConfirmed(named, { ageMs, countMax }, confirm);
    const { scope, id } = named;
    const rule = { scope, id, ageMs, countMax, setAt: this.#deps.clock.now() };
    await this.#deps.store.put(rule);
    if (this.#isRunning) this.#begin();
    return rule;
  }

  /** The wider rule holds there again; confirmed as `set`. Whether there was one of its own. */
  async clear(
    actor: Actor,
    place: RetentionTarget,
    confirm: string | null = null,
  ): Promise<boolean> {
    assertOperator(actor, 'operator');
    const named = await this.#resolve(place);
    await this.#assertConfirmed(named, null, confirm);
    const { scope, id } = named;
    const wasThere = await this.#deps.store.remove(scope, id);
    if (wasThere && this.#isRunning) this.#begin();
    return wasThere;
  }

  /** Called when some of a room's history is gone, for caches of it. */
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
      .then(() => undefined, this.#deps.onError)
      .then(() => {
        this.#round = null;
        if (!this.#isRunning) return;
        if (this.#isDueAgain) this.#begin();
        else this.#wait();
      });
  }

  async #preview(place: NamedTarget, kept: Kept | null): Promise<RetentionPreview> {
    const { ageMs, countMax } = kept ?? (await this.#widerThan(place));
    const found = { messages: 0, rooms: 0, isAtLeast: false };
    if (ageMs === null && countMax === null) return { ...found, confirm: null };
    const olderThan = ageMs === null ? null : this.#deps.clock.now() - ageMs;
    const { scope, id, names } = place;
    for (let after: number | null = 0; after !== null; ) {
      const query = { scope, id, olderThan, countMax, after, limit: ROOMS_PER_READ };
      const some = await this.#deps.store.excess(query);
      found.messages += some.messages;
      found.rooms += some.rooms;
      found.isAtLeast ||= some.isAtLeast;
      after = some.next;
    }
    return { ...found, confirm: found.messages > UNCONFIRMED_MAX ? (names[0] ?? '') : null };
  }

  async #assertConfirmed(
    place: NamedTarget,
    kept: Kept | null,
    confirm: string | null,
  ): Promise<void> {
    if (confirm !== null && place.names.includes(confirm)) return;
    const { messages, rooms, isAtLeast, confirm: name } = await this.#preview(place, kept);
    if (name === null) return;
    const count = `${isAtLeast ? 'at least ' : ''}${messages} messages in ${rooms} ${rooms === 1 ? 'room' : 'rooms'}`;
    const text = `This deletes ${count}. To do so, confirm with the name: ${name}`;
    throw new KoineError('invalidInput', { field: 'confirm', limit: UNCONFIRMED_MAX }, text);
  }

  /** What holds in a place once its own rule is gone. */
  async #widerThan({ scope, appId }: NamedTarget): Promise<Kept> {
    const rules = await this.#deps.store.list();
    const apps = rules.find((rule) => rule.scope === 'app' && rule.id === appId);
    const rest = rules.find((rule) => rule.scope === 'default');
    const wider = scope === 'room' ? (apps ?? rest) : scope === 'app' ? rest : undefined;
    return wider ?? { ageMs: null, countMax: null };
  }

  async #resolve(place: RetentionTarget): Promise<NamedTarget> {
    const { apps, rooms } = this.#deps.stores;
    if (place.scope === 'default')
      return { scope: 'default', id: '', appId: '', names: ['default'] };
    const { scope, id } = place;
    if (scope === 'room') {
      const room = await findRoom(rooms, id);
      const names = [room.name, room.uid, room.id].filter((name) => name !== '');
      return { scope, id: room.id, appId: room.appId, names };
    }
    const app = id === DEFAULT_APP_ID ? { name: DEFAULT_APP_ID } : await apps.find(id);
    if (app === null) throw new KoineError('appNotFound', { field: 'id' }, `There is no app ${id}`);
    return { scope, id, appId: id, names: [app.name, id] };
  }
}
