import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { Throttle } from './timers.ts';
import type { Body, Entry, Person, Timeline, TimelineRange } from './types.ts';

/** How often `range` changes while much arrives: once a frame. */
const FRAME_MS = 16;
/** How many the server sends on joining: of fewer, there are no older ones. */
const NEWEST_COUNT = 20;

export interface NewMessage {
  readonly id: number;
  readonly at: number;
  readonly author: ReadonlySignal<Person>;
  readonly body: Body;
}

interface Row extends Entry {
  readonly body: Signal<Body>;
  /** As the server has it, without what is shown ahead of its response. */
  confirmed: Body;
}

/**
 * How this works. The messages are two arrays that grow at their ends: what came after the first page, and, backwards, what was
 * loaded before it; so an arrival or an older page costs as much as it adds, not as much as is held. Positions are counted from the
 * beginning of the first page and so never change. `range` changes at most once a frame.
 */
export class MessageTimeline implements Timeline, Disposable {
  readonly #heldMax: number;
  readonly #rows = new Map<number, Row>();
  /** Positions `#base`, `#base + 1` …; `#base` is above 0 once the oldest were dropped. */
  #newer: Row[] = [];
  /** Positions `#base - 1`, `#base - 2` … */
  #older: Row[] = [];
  #base = 0;
  #newestId = 0;
  #hasOlder = false;
  #isLoadingOlder = false;
  #epoch = 0;
  readonly range: Signal<TimelineRange>;
  readonly #throttle = new Throttle(() => this.#publish(), FRAME_MS);

  /** Holds about `heldMax` messages; of more, the oldest are dropped. */
  constructor(heldMax: number) {
    this.#heldMax = heldMax;
    this.range = signal(this.#rangeNow());
  }

  at(position: number): Entry | undefined {
    const fromBase = position - this.#base;
    return fromBase >= 0 ? this.#newer[fromBase] : this.#older[-1 - fromBase];
  }

  positionOf(id: number): number | undefined {
    return this.#rows.get(id)?.position;
  }

  /** The oldest held. */
  get first(): Entry | undefined {
    return this.#older.at(-1) ?? this.#newer[0];
  }

  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  get isLoadingOlder(): boolean {
    return this.#isLoadingOlder;
  }

  get epoch(): number {
    return this.#epoch;
  }

  has(id: number): boolean {
    return this.#rows.has(id);
  }

  /** Replaces everything by the newest page, oldest first. */
  reset(messages: readonly NewMessage[]): void {
    this.#rows.clear();
    this.#newer = [];
    this.#older = [];
    this.#base = 0;
    this.#newestId = 0;
    this.#epoch++;
    this.#isLoadingOlder = false;
    this.#hasOlder = messages.length >= NEWEST_COUNT;
    for (const message of messages) this.#add(message);
    this.#throttle.runNow();
  }

  /** Forgets what is held; what comes is newer. */
  clear(): void {
    const newestId = this.#newestId;
    this.reset([]);
    this.#newestId = newestId;
  }

  /** One that has arrived; `isAtOnce`: not only in the next frame. `false`: it is held already, or not newer than what is held. */
  append(message: NewMessage, isAtOnce = false): boolean {
    if (message.id <= this.#newestId) return false;
    this.#add(message);
    if (isAtOnce) this.#throttle.runNow();
    else this.#throttle.schedule();
    return true;
  }

  /** From now on until `prepend` or `failLoadingOlder`. */
  startLoadingOlder(): void {
    this.#isLoadingOlder = true;
    this.#throttle.runNow();
  }

  /** A page of older ones, oldest first. */
  prepend(messages: readonly NewMessage[], hasOlder: boolean): void {
    this.#isLoadingOlder = false;
    this.#hasOlder = hasOlder;
    for (const message of messages.toReversed()) {
      if (this.#rows.has(message.id)) continue;
      const row = rowOf(message, this.#base - this.#older.length - 1);
      this.#older.push(row);
      this.#rows.set(row.id, row);
      this.#newestId = Math.max(this.#newestId, row.id);
    }
    this.#throttle.runNow();
  }

  failLoadingOlder(): void {
    this.#isLoadingOlder = false;
    this.#throttle.runNow();
  }

  /** The server has changed a message. Ignored for one that is not held. */
  revise(id: number, revise: (body: Body) => Body): void {
    const row = this.#rows.get(id);
    if (row === undefined) return;
    row.confirmed = revise(row.confirmed);
    row.body.value = row.confirmed;
  }

  /** Shows a change ahead of the server's response, until `revise` or `restore`. */
  showPending(id: number, revise: (body: Body) => Body): void {
    const row = this.#rows.get(id);
    if (row !== undefined) row.body.value = revise(row.body.peek());
  }

  restore(id: number): void {
    const row = this.#rows.get(id);
    if (row !== undefined) row.body.value = row.confirmed;
  }

  /** Drops the oldest when far more are held than `heldMax`: later if the reader is not at the end, and may be among them. */
  trim(isAtEnd: boolean): void {
    const count = this.#older.length + this.#newer.length;
    if (count <= this.#heldMax * (isAtEnd ? 1.1 : 2)) return;
    const excess = count - this.#heldMax;
    const fromOlder = Math.min(excess, this.#older.length);
    this.#forget(this.#older.splice(this.#older.length - fromOlder, fromOlder));
    // The base moves only once no older ones are left, so that all positions stay as they are.
    this.#forget(this.#newer.splice(0, excess - fromOlder));
    this.#base += excess - fromOlder;
    this.#hasOlder = true;
    this.#throttle.schedule();
  }

  [Symbol.dispose](): void {
    this.#throttle[Symbol.dispose]();
  }

  #add(message: NewMessage): void {
    const row = rowOf(message, this.#base + this.#newer.length);
    this.#newer.push(row);
    this.#rows.set(row.id, row);
    this.#newestId = row.id;
  }

  #forget(rows: readonly Row[]): void {
    for (const { id } of rows) this.#rows.delete(id);
  }

  #rangeNow(): TimelineRange {
    return {
      start: this.#base - this.#older.length,
      end: this.#base + this.#newer.length,
      hasOlder: this.#hasOlder,
      isLoadingOlder: this.#isLoadingOlder,
      epoch: this.#epoch,
    };
  }

  #publish(): void {
    this.range.value = this.#rangeNow();
  }
}

function rowOf({ id, at, author, body }: NewMessage, position: number): Row {
  return { id, at, author, position, confirmed: body, body: signal(body) };
}
