import { type CoreEvent, userKey } from '@koine/contract';
import type { MessageStore } from '../../core/ports/stores.ts';
import type { Clock } from '../../core/ports/world.ts';
import type { HubMetrics } from '../metrics.ts';
import type { ProtocolName, Variant } from '../protocol.ts';
import type { History } from '../session.ts';
import { CachedHistory } from './cached-history.ts';

/**
 * How this works. When everyone reconnects at once they all ask for about the same past. So what is read and encoded for one is
 * kept and written to all: one read, and one write a client. What is kept belongs to a room, a protocol, a variant and a kind of
 * history, begins after a key (a change number or a seq), and holds encoded frames, framed already. The room's events keep it
 * true: a new message is appended, a changed one encoded anew in its place. A client that has missed less gets the end of the same bytes.
 *
 * One read of it is under way at a time, and all who need it wait for that one. Everything together takes no more than
 * `catchUpBytesMax`; what was used longest ago goes first. Nothing is used for longer than half a minute, whatever happens:
 * what an event should fail to include is stale no longer than that. A minute after its read it is gone.
 */
export interface HistoryCacheDeps {
  readonly messages: Pick<MessageStore, 'page' | 'changesSince'>;
  /** Messages read at a time. */
  readonly pageMessages: number;
  /** Of everything together. */
  readonly bytesMax: number;
  /** Written to a client at a time. */
  readonly portionChars: number;
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly metrics: Pick<HubMetrics, 'historyRead'>;
}

/** Whose past, and in which words. Encoding must be the same for every client of these. */
export interface HistorySource {
  readonly roomId: string;
  readonly protocol: ProtocolName;
  readonly variant: Variant;
}

const LIFE_MS = 30_000;
/** A read of long messages takes memory that is not counted yet. */
const READS_AT_ONCE = 2;
/** The last frames before a break reach some clients and others not: the first read goes back so many changes more. */
const SLACK_CHANGES = 50;
/** Clients come that have missed more than the one before them: then more of that kind will. */
const FURTHER_SLACK_CHANGES = 1_000;

export class HistoryCache {
  readonly #deps: HistoryCacheDeps;
  readonly #rooms = new Map<string, readonly CachedHistory[]>();
  /** Used longest ago first. */
  readonly #byUse = new Set<CachedHistory>();
  readonly #waitingReads: (() => void)[] = [];
  #readsUnderWay = 0;
  #isExpiring = false;
  #bytes = 0;

  constructor(deps: HistoryCacheDeps) {
    this.#deps = deps;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Before any session receives the event. */
  record(event: CoreEvent): void {
    if (event.type === 'roomDeleted') this.forget(event.roomId);
    // Their reactions are gone from every room, which takes no change number.
    if (event.type === 'userDeleted') {
      const user = userKey(event.appId, event.userId);
      for (const cached of this.#of(null)) if (cached.mayShowReactionOf(user)) cached.drop();
    }
    if (!('changeSeq' in event)) return;
    for (const cached of this.#rooms.get(event.roomId) ?? []) cached.record(event);
    this.#makeRoom(null);
  }

  /** `null`: all rooms. */
  forget(roomId: string | null): void {
    for (const cached of this.#of(roomId)) cached.drop();
  }

  /** The protocol encodes messages of these rooms differently from now on. */
  invalidate(protocol: ProtocolName, rooms: readonly string[] | 'all'): void {
    for (const roomId of rooms === 'all' ? [null] : rooms)
      for (const cached of this.#of(roomId)) if (cached.deps.protocol === protocol) cached.drop();
  }

  /**
   * What may have what comes after a key (`null`: the newest messages), once it is read: `take` returns at once whether it does, else
   * another read is needed.
   */
  async read(place: HistorySource, history: History, after: number | null): Promise<CachedHistory> {
    const name = `${place.protocol} ${place.variant} ${kindOf(history)}`;
    const cached =
      this.#find(place.roomId, name, after) ?? this.#begin(place, name, history, after);
    await cached.read();
    this.#makeRoom(cached);
    return cached;
  }

  #of(roomId: string | null): readonly CachedHistory[] {
    return roomId === null ? [...this.#byUse] : (this.#rooms.get(roomId) ?? []);
  }

  #find(roomId: string, name: string, after: number | null): CachedHistory | undefined {
    const cached = this.#of(roomId).find(
      (known) => known.deps.name === name && known.covers(after) && !this.#isOld(known),
    );
    if (cached !== undefined) {
      this.#byUse.delete(cached);
      this.#byUse.add(cached);
    }
    return cached;
  }

  #isOld({ deps, isReading }: CachedHistory): boolean {
    return !isReading && this.#deps.clock.monotonic() - deps.begunAt >= LIFE_MS;
  }

  #begin(
    { protocol, roomId }: HistorySource,
    name: string,
    history: History,
    after: number | null,
  ): CachedHistory {
    const { clock, metrics, pageMessages } = this.#deps;
    const others = this.#of(roomId).filter(({ deps }) => deps.name === name);
    // Where what lies further back is gone, whether this is gone too is asked of this exactly.
    const isExact = history.kind !== 'since' || others.some(({ isGone }) => isGone);
    const slack = isExact ? 0 : others.length > 0 ? FURTHER_SLACK_CHANGES : SLACK_CHANGES;
    const cached = new CachedHistory({
      ...this.#deps,
      roomId,
      protocol,
      name,
      begunAt: clock.monotonic(),
      asked: after,
      history,
      after: after === null ? null : Math.max(0, after - Math.min(slack, pageMessages >> 1)),
      read: (read) => {
        metrics.historyRead(protocol);
        return this.#inLine(read);
      },
      resized: (bytes) => {
        this.#bytes += bytes;
      },
      dropped: () => this.#remove(cached),
    });
    // Replaced, not changed: a loop over the list may drop what is in it.
    this.#rooms.set(roomId, [...this.#of(roomId), cached]);
    this.#byUse.add(cached);
    this.#expireLater();
    return cached;
  }

  /** One timer for all, while there is any. */
  #expireLater(): void {
    if (this.#isExpiring) return;
    this.#isExpiring = true;
    this.#deps.clock.after(LIFE_MS, () => {
      this.#isExpiring = false;
      for (const cached of this.#of(null)) if (this.#isOld(cached)) cached.drop();
      if (this.#byUse.size > 0) this.#expireLater();
    });
  }

  /** What is being read is waited for; `needed` is in use. */
  #makeRoom(needed: CachedHistory | null): void {
    if (this.#bytes <= this.#deps.bytesMax) return;
    for (const cached of this.#of(null)) {
      if (cached !== needed && !cached.isReading) cached.drop();
      if (this.#bytes <= this.#deps.bytesMax) return;
    }
  }

  #remove(cached: CachedHistory): void {
    const { roomId } = cached.deps;
    this.#byUse.delete(cached);
    const left = this.#of(roomId).filter((other) => other !== cached);
    if (left.length > 0) this.#rooms.set(roomId, left);
    else this.#rooms.delete(roomId);
  }

  async #inLine<T>(read: () => Promise<T>): Promise<T> {
    if (this.#readsUnderWay >= READS_AT_ONCE)
      await new Promise<void>((resolve) => this.#waitingReads.push(resolve));
    else this.#readsUnderWay++;
    try {
      return await read();
    } finally {
      // Handed over, so that no other read comes between.
      const next = this.#waitingReads.shift();
      if (next === undefined) this.#readsUnderWay--;
      else next();
    }
  }
}

function kindOf(history: History): string {
  const { kind } = history;
  if (kind === 'since') return kind;
  return kind === 'stream'
    ? `${kind} ${history.newest}`
    : `${kind} ${history.count} ${history.withDeleted}`;
}
