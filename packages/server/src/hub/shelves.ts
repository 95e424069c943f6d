import type { CoreEvent } from '@koine/contract';
import type { MessageStore } from '../core/ports/stores.ts';
import type { Clock } from '../core/ports/world.ts';
import type { Told } from './encoded-log.ts';
import type { HubMetrics } from './metrics.ts';
import type { ProtocolName, Variant } from './protocol.ts';
import type { History } from './session.ts';
import type { ChangeEvent, Shelf, ShelfDeps } from './shelf.ts';
import { type ChangesFound, ChangesShelf } from './shelf-of-changes.ts';
import { type MessagesFound, MessagesShelf } from './shelf-of-messages.ts';
import { type NewestFound, NewestShelf } from './shelf-of-newest.ts';

/**
 * How this works. When everyone comes back at once they all ask for about the same past. So what is read and encoded for one
 * is put on a shelf and written to all: one read, and one write a client. A shelf belongs to a room, a protocol, a variant and
 * a kind of history, and holds encoded frames, framed already. The room's events keep it true: a new message is put behind, a
 * changed one is said anew in its place, what was deleted is there no more; a purge, a deleted room, a gap in the change
 * numbers clear it away. Whoever has missed less than the shelf holds gets the end of the same bytes.
 *
 * Kept as a log that grows by events rather than as pages that are thrown away with each event: in a busy room pages would
 * live for milliseconds, and each event would cost a read as long as the storm lasts.
 *
 * One read of a shelf is under way at a time, and everyone who needs it waits for that one. All shelves together take no
 * more than `catchUpBytesMax`; what was used longest ago goes first. None lives for longer than half a minute, whatever
 * happens: what no event should ever fail to tell is stale no longer than that. And whether it is asked for or not, a minute
 * after it was begun it is gone.
 */
export interface ShelvesDeps {
  readonly messages: Pick<MessageStore, 'page' | 'changesSince'>;
  /** Messages read at a time. */
  readonly pageMessages: number;
  /** Of all shelves together. */
  readonly bytesMax: number;
  /** Written to a client at a time. */
  readonly portionChars: number;
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly metrics: Pick<HubMetrics, 'historyRead'>;
}

/** Whose past, and in which words. Encoding must be the same for every client of these. */
export interface ShelfPlace {
  readonly roomId: string;
  readonly protocol: ProtocolName;
  readonly variant: Variant;
}

const LIFE_MS = 30_000;
/** A read of long messages takes memory that is on no shelf yet. */
const READS_AT_ONCE = 2;
/** The last frames before a break reach some clients and others not: the first read goes back so many changes more. */
const SLACK_CHANGES = 50;
/** Clients come that have missed more than the one before them: then more of that kind will. */
const FURTHER_SLACK_CHANGES = 1_000;
/** No shelf takes more than this share of all. */
const SHARE_MAX = 1 / 4;

type SinceHistory = Extract<History, { kind: 'since' }>;
type StreamHistory = Extract<History, { kind: 'stream' }>;
type NewestHistory = Extract<History, { kind: 'newest' }>;

export class Shelves {
  readonly #deps: ShelvesDeps;
  readonly #rooms = new Map<string, Shelf[]>();
  /** Used longest ago first, with the time at which each was begun. */
  readonly #byUse = new Map<Shelf, number>();
  readonly #waitingReads: (() => void)[] = [];
  #readsUnderWay = 0;
  #isExpiring = false;
  #bytes = 0;

  constructor(deps: ShelvesDeps) {
    this.#deps = deps;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Before anyone is told of the event. */
  note(event: CoreEvent): void {
    switch (event.type) {
      case 'messageCreated':
      case 'messageUpdated':
      case 'messageDeleted':
      case 'reactionChanged':
      case 'roomPurged':
        this.#noteChange(event);
        return;
      case 'roomDeleted':
        this.forget(event.roomId);
    }
  }

  /** `null`: all rooms. */
  forget(roomId: string | null): void {
    this.#dropAll(roomId === null ? [...this.#byUse.keys()] : this.#rooms.get(roomId));
  }

  /** Messages are said differently from now on: in one room, or (`null`) anywhere. */
  outdate(protocol: ProtocolName, roomId: string | null): void {
    const shelves = roomId === null ? this.#byUse.keys() : this.#rooms.get(roomId);
    this.#dropAll([...(shelves ?? [])].filter(({ deps }) => deps.protocol === protocol));
  }

  /** What comes behind a change. */
  async changes(
    place: ShelfPlace,
    history: SinceHistory,
    from: number,
    told: Told,
  ): Promise<ChangesFound> {
    const name = nameOf(place, 'since');
    let verified: ChangesShelf | null = null;
    for (;;) {
      const shelf =
        this.#find(place.roomId, name, isChangesShelf, (known) => known.covers(from)) ??
        this.#beginChanges(place, name, history, from);
      const found = shelf.take(from, told);
      // Who is ahead of everything that is known here may have heard of it elsewhere: storage decides.
      if (found !== null && (found.kind === 'changes' || found.isGone || verified === shelf))
        return found;
      if (shelf.isDropped || shelf.beginsBehind(from)) continue;
      verified = shelf;
      await shelf.read();
    }
  }

  /** The messages that come behind a seq. */
  async messages(place: ShelfPlace, history: StreamHistory, after: number): Promise<MessagesFound> {
    const name = nameOf(place, 'stream');
    for (;;) {
      const shelf =
        this.#find(place.roomId, name, isMessagesShelf, (known) => known.covers(after)) ??
        this.#beginMessages(place, name, history, after);
      const found = shelf.take(after);
      if (found !== null) return found;
      if (!shelf.isDropped && shelf.covers(after)) await shelf.read();
    }
  }

  /** The seq behind which the newest so many messages begin; `null`: no shelf knows. */
  startOf(place: ShelfPlace, count: number): number | null {
    const name = nameOf(place, 'stream');
    for (const shelf of this.#rooms.get(place.roomId) ?? []) {
      if (shelf.deps.name !== name || !isMessagesShelf(shelf)) continue;
      const start = shelf.startOf(count);
      if (start !== null) return start;
    }
    return null;
  }

  /** A read that ends on no shelf. */
  read<T>(protocol: ProtocolName, read: () => Promise<T>): Promise<T> {
    this.#deps.metrics.historyRead(protocol);
    return this.#inTurn(read);
  }

  async newest(place: ShelfPlace, history: NewestHistory): Promise<NewestFound> {
    const name = nameOf(place, `newest ${history.count} ${history.withDeleted}`);
    for (;;) {
      const shelf =
        this.#find(place.roomId, name, isNewestShelf, () => true) ??
        this.#put(new NewestShelf(this.#depsOf(place, name), this.#deps.messages, history));
      const found = shelf.take();
      if (found !== null) return found;
      if (!shelf.isDropped) await shelf.read();
    }
  }

  #beginChanges(
    place: ShelfPlace,
    name: string,
    history: SinceHistory,
    from: number,
  ): ChangesShelf {
    const inRoom = this.#rooms.get(place.roomId) ?? [];
    const others = inRoom.filter(({ deps }) => deps.name === name);
    // Where what lies further back is gone, whether this is gone too is asked of this exactly.
    const isGone = others.some((other) => isChangesShelf(other) && other.isGone);
    const slack = isGone ? 0 : others.length > 0 ? FURTHER_SLACK_CHANGES : SLACK_CHANGES;
    return this.#put(
      new ChangesShelf(this.#depsOf(place, name), {
        ...this.#reading,
        encode: history.encode,
        base: Math.max(0, from - slack),
        from,
      }),
    );
  }

  #beginMessages(
    place: ShelfPlace,
    name: string,
    history: StreamHistory,
    after: number,
  ): MessagesShelf {
    return this.#put(
      new MessagesShelf(this.#depsOf(place, name), {
        ...this.#reading,
        encode: history.encode,
        base: after,
      }),
    );
  }

  get #reading() {
    const { messages, pageMessages, portionChars, bytesMax } = this.#deps;
    return { messages, pageMessages, portionChars, bytesMax: bytesMax * SHARE_MAX };
  }

  #find<S extends Shelf>(
    roomId: string,
    name: string,
    isKind: (shelf: Shelf) => shelf is S,
    isFit: (shelf: S) => boolean,
  ): S | undefined {
    for (const shelf of this.#rooms.get(roomId) ?? []) {
      if (shelf.deps.name !== name || !isKind(shelf) || !isFit(shelf)) continue;
      const begunAt = this.#byUse.get(shelf) ?? 0;
      if (this.#deps.clock.monotonic() - begunAt > LIFE_MS && !shelf.isReading) {
        shelf.drop();
        return undefined;
      }
      this.#byUse.delete(shelf);
      this.#byUse.set(shelf, begunAt);
      return shelf;
    }
    return undefined;
  }

  #put<S extends Shelf>(shelf: S): S {
    const { roomId } = shelf.deps;
    const known = this.#rooms.get(roomId);
    // Replaced, not changed: whoever goes through the list may drop what is in it.
    this.#rooms.set(roomId, [...(known ?? []), shelf]);
    this.#byUse.set(shelf, this.#deps.clock.monotonic());
    this.#expireLater();
    return shelf;
  }

  /** One timer for all, while there is any. */
  #expireLater(): void {
    if (this.#isExpiring) return;
    this.#isExpiring = true;
    this.#deps.clock.after(LIFE_MS, () => {
      this.#isExpiring = false;
      const now = this.#deps.clock.monotonic();
      for (const [shelf, begunAt] of [...this.#byUse])
        if (now - begunAt >= LIFE_MS && !shelf.isReading) shelf.drop();
      if (this.#byUse.size > 0) this.#expireLater();
    });
  }

  #depsOf({ roomId, protocol }: ShelfPlace, name: string): ShelfDeps {
    return {
      roomId,
      protocol,
      name,
      read: (read) => this.read(protocol, read),
      weighed: (shelf, bytes) => this.#weighed(shelf, bytes),
      dropped: (shelf) => this.#dropped(shelf),
    };
  }

  #weighed(shelf: Shelf, bytes: number): void {
    this.#bytes += bytes;
    if (bytes <= 0 || this.#bytes <= this.#deps.bytesMax) return;
    for (const other of this.#byUse.keys()) {
      if (this.#bytes <= this.#deps.bytesMax) return;
      // What is being read now is waited for; what has just grown is in use.
      if (other !== shelf && !other.isReading) other.drop();
    }
  }

  #dropped(shelf: Shelf): void {
    const { roomId } = shelf.deps;
    this.#byUse.delete(shelf);
    const left = (this.#rooms.get(roomId) ?? []).filter((other) => other !== shelf);
    if (left.length > 0) this.#rooms.set(roomId, left);
    else this.#rooms.delete(roomId);
  }

  #noteChange(event: ChangeEvent): void {
    for (const shelf of this.#rooms.get(event.roomId) ?? []) shelf.note(event);
  }

  #dropAll(shelves: readonly Shelf[] = []): void {
    for (const shelf of shelves) shelf.drop();
  }

  async #inTurn<T>(read: () => Promise<T>): Promise<T> {
    if (this.#readsUnderWay >= READS_AT_ONCE)
      await new Promise<void>((resolve) => this.#waitingReads.push(resolve));
    else this.#readsUnderWay++;
    try {
      return await read();
    } finally {
      // Handed over, so that nobody comes between.
      const next = this.#waitingReads.shift();
      if (next === undefined) this.#readsUnderWay--;
      else next();
    }
  }
}

function nameOf({ protocol, variant }: ShelfPlace, kind: string): string {
  return `${protocol} ${variant} ${kind}`;
}

const isChangesShelf = (shelf: Shelf): shelf is ChangesShelf => shelf instanceof ChangesShelf;
const isMessagesShelf = (shelf: Shelf): shelf is MessagesShelf => shelf instanceof MessagesShelf;
const isNewestShelf = (shelf: Shelf): shelf is NewestShelf => shelf instanceof NewestShelf;
