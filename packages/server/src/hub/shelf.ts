import type {
  MessageCreated,
  MessageDeleted,
  MessageUpdated,
  ReactionChanged,
  RoomPurged,
} from '@koine/contract';
import type { ProtocolName } from './protocol.ts';

/** The changes of a message. */
export type MessageEvent = MessageCreated | MessageUpdated | MessageDeleted | ReactionChanged;
/** The stored changes of a room. */
export type ChangeEvent = MessageEvent | RoomPurged;

/** What a shelf is told by, and tells, whoever keeps it. */
export interface ShelfDeps {
  readonly roomId: string;
  readonly protocol: ProtocolName;
  /** Tells it from the room's other shelves: protocol, variant, kind of history and what that asks for. */
  readonly name: string;
  /** Runs a read of storage; few are under way at a time. */
  read<T>(read: () => Promise<T>): Promise<T>;
  /** It takes so many bytes more (or fewer) than before. */
  weighed(shelf: Shelf, bytes: number): void;
  /** It is of no use any more. */
  dropped(shelf: Shelf): void;
}

/** Changes that nobody has asked for: with more, it is cheaper to read anew than to keep up. */
const PENDING_MAX = 256;
/** While a read is under way none of them may be lost. */
const PENDING_WHILE_READING_MAX = 10_000;
const EVENT_BYTES = 400;
const SHELF_BYTES = 1024;

/**
 * Some of one room's past as one protocol says it in one variant: read once, shared by all who ask, kept true by the room's
 * events. Events are only put by; whoever asks next has them worked in, so a busy room to which nobody comes costs nothing.
 */
export abstract class Shelf {
  readonly deps: ShelfDeps;
  /** The newest change that is known, from the last read or from the events; 0: nothing was read yet. */
  protected newestSeq = 0;
  /** The newest change whose event has been worked in. */
  protected liveSeq = 0;
  /** The newest change in the latest read. */
  protected readSeq = 0;
  /**
   * Nobody has been given anything of the last read yet. Until then all of it stays: else a page that is heavier than what may
   * be kept would lose its beginning before those who wait for it get it, and be read for ever.
   */
  protected isAwaited = false;
  #firstReadSeq: number | null = null;
  #pending: ChangeEvent[] = [];
  #workedIn = 0;
  #reading: Promise<void> | null = null;
  #bytes = 0;
  #isDropped = false;

  constructor(deps: ShelfDeps) {
    this.deps = deps;
  }

  get isDropped(): boolean {
    return this.#isDropped;
  }

  /** There is something on it. */
  get isFilled(): boolean {
    return this.#firstReadSeq !== null;
  }

  get isReading(): boolean {
    return this.#reading !== null;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** A change has happened. Called in order, before any session hears of it. */
  note(event: ChangeEvent): void {
    if (this.#isDropped) return;
    const max = this.isReading ? PENDING_WHILE_READING_MAX : PENDING_MAX;
    if (this.#pending.length >= max) {
      this.drop();
      return;
    }
    this.#pending.push(event);
    this.#weighBy(weightOf(event));
  }

  /** Reads what is missing; all who wait share one read. Rejects when it fails; ends without avail when dropped meanwhile. */
  read(): Promise<void> {
    this.#reading ??= this.#read();
    return this.#reading;
  }

  drop(): void {
    if (this.#isDropped) return;
    this.#isDropped = true;
    this.#pending = [];
    this.#weighBy(-this.#bytes);
    this.deps.dropped(this);
  }

  /** Works in what has happened. Afterwards it may be dropped. Not before the first read. */
  protected settle(): void {
    while (this.#workedIn < this.#pending.length && !this.#isDropped) {
      const event = this.#pending[this.#workedIn++];
      if (event !== undefined) this.#workIn(event);
    }
    // A read under way may be older than these events: they are worked in once more behind it.
    if (this.isReading || this.#isDropped) return;
    this.#pending = [];
    this.#workedIn = 0;
    this.weigh();
  }

  protected weigh(): void {
    if (this.#isDropped) return;
    let bytes = SHELF_BYTES + this.contentBytes();
    for (const event of this.#pending) bytes += weightOf(event);
    this.#weighBy(bytes - this.#bytes);
  }

  protected abstract contentBytes(): number;

  /** Reads from storage and takes in what it finds; `take` runs in the turn of the answer. */
  protected abstract fetch(): Promise<{ readonly changeSeq: number; take(): void }>;

  /** An event, in order, some of them twice; what a read had already must stay as it is. */
  protected abstract apply(event: MessageEvent): void;

  async #read(): Promise<void> {
    try {
      const found = await this.deps.read(() => this.fetch());
      if (this.#isDropped) return;
      found.take();
      this.isAwaited = true;
      this.#firstReadSeq ??= found.changeSeq;
      this.readSeq = found.changeSeq;
      this.newestSeq = Math.max(this.newestSeq, found.changeSeq);
      this.#workedIn = 0;
    } catch (error) {
      this.drop();
      throw error;
    } finally {
      this.#reading = null;
    }
    this.settle();
  }

  #workIn(event: ChangeEvent): void {
    const { changeSeq } = event;
    const isKnown = changeSeq <= (this.#firstReadSeq ?? 0);
    // Numbers have no gaps: one that is missing is a change that this shelf has not heard of.
    if ((event.type === 'roomPurged' && !isKnown) || changeSeq > this.newestSeq + 1) {
      this.drop();
      return;
    }
    if (event.type !== 'roomPurged') this.apply(event);
    this.newestSeq = Math.max(this.newestSeq, changeSeq);
    this.liveSeq = Math.max(this.liveSeq, changeSeq);
  }

  #weighBy(bytes: number): void {
    this.#bytes += bytes;
    this.deps.weighed(this, bytes);
  }
}

function weightOf(event: ChangeEvent): number {
  return EVENT_BYTES + (event.type === 'roomPurged' ? 0 : event.message.content.length);
}
