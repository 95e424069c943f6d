import { batchOf, TurnBatch } from './batch.ts';
import type { Batch } from './connection.ts';

/** What the past has to say under one number: a change's, or a message's seq. */
export interface LogEntry {
  /** Rises from entry to entry. */
  readonly key: number;
  /** The message that it is about. */
  readonly seq: number;
  /** It tells the message for the first time. */
  readonly isNew: boolean;
  readonly texts: readonly string[];
  /** Instead of `texts` for those who have been told this very state; `null`: the same. */
  readonly toldTexts: readonly string[] | null;
}

/** What a client has been told so far: messages from `newSeq` on, in a state that includes every change up to `stateSeq`; `null`: none. */
export interface Told {
  readonly newSeq: number | null;
  readonly stateSeq: number | null;
}

/** A run of the log, ready to be written. */
export interface Portion {
  readonly batches: readonly Batch[];
  /** The key of its last entry; where there is none, the one asked for. */
  readonly upTo: number;
  /** Nothing comes behind it. */
  readonly isEnd: boolean;
  /** Its messages include every change up to this one. */
  readonly stateSeq: number;
}

/** Characters of frames in one buffer: what a change in the midst of the log makes anew. */
const CHUNK_CHARS = 65_536;
const NOTHING: Told = { newSeq: null, stateSeq: null };
/** About what an entry weighs beside its texts. */
const ENTRY_BYTES = 200;

/**
 * Encoded history of a room in the order of its keys, in chunks: each framed once, on first use, into one buffer, of which
 * every client is written a view. New entries are framed behind the others; a changed one has only its chunk framed again.
 */
export class EncodedLog {
  readonly #chunks: Chunk[] = [];
  /** About what it takes in memory: texts as strings and as bytes. */
  bytes = 0;

  /** `readSeq`: the newest change that was in the read which brought the entry; with one that came by an event, that of the last. */
  append(entry: LogEntry, readSeq: number): void {
    let last = this.#chunks.at(-1);
    if (last === undefined || last.chars >= CHUNK_CHARS || last.readSeq !== readSeq) {
      last = new Chunk(readSeq);
      this.#chunks.push(last);
    }
    last.append(entry);
    this.bytes += weightOf(entry);
  }

  /** Replaces the entry under the key, unless there is none or it came with a read that had this change. */
  restate(key: number, changeSeq: number, make: () => LogEntry): void {
    const chunk = this.#chunks[this.#chunkFrom(key)];
    const index = chunk?.indexOf(key) ?? -1;
    const before = chunk?.entries[index];
    if (chunk === undefined || before === undefined || changeSeq <= chunk.readSeq) return;
    const entry = make();
    chunk.replace(index, entry);
    this.bytes += weightOf(entry) - weightOf(before);
  }

  remove(key: number): void {
    const at = this.#chunkFrom(key);
    const chunk = this.#chunks[at];
    const index = chunk?.indexOf(key) ?? -1;
    const before = chunk?.entries[index];
    if (chunk === undefined || before === undefined) return;
    chunk.remove(index);
    if (chunk.entries.length === 0) this.#chunks.splice(at, 1);
    this.bytes -= weightOf(before);
  }

  /** Forgets the oldest chunk, if there is another and its keys are no higher than `upTo`, and returns its entries. */
  trim(upTo: number): readonly LogEntry[] {
    const [oldest] = this.#chunks;
    if (oldest === undefined || this.#chunks.length === 1 || oldest.lastKey > upTo) return [];
    this.#chunks.shift();
    for (const entry of oldest.entries) this.bytes -= weightOf(entry);
    return oldest.entries;
  }

  /**
   * From behind the key, at most so many characters, but at least a chunk's rest. `liveSeq`: the newest change whose event the
   * log has seen; chunks are joined only while the same changes are in all of them.
   */
  portion(after: number, charsMax: number, liveSeq: number, told: Told = NOTHING): Portion {
    const batches: Batch[] = [];
    let at = this.#chunkFrom(after + 1);
    const stateSeq = Math.max(this.#chunks[at]?.readSeq ?? 0, liveSeq);
    const toldSeq = told.stateSeq ?? stateSeq;
    let upTo = after;
    for (let chars = 0; at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at];
      if (chunk === undefined || Math.max(chunk.readSeq, liveSeq) !== stateSeq) break;
      if (batches.length > 0 && chars + chunk.chars > charsMax) break;
      chars += chunk.chars;
      const batch = chunk.from(chunk.indexFrom(after + 1), told.newSeq, toldSeq);
      batches.push(batch);
      upTo = chunk.lastKey;
    }
    return { batches, upTo, isEnd: at >= this.#chunks.length, stateSeq };
  }

  /** The seq of the first message that is told as new behind the key; `null`: none yet. */
  firstNewAfter(key: number): number | null {
    for (let at = this.#chunkFrom(key + 1); at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at];
      if (chunk === undefined) break;
      for (let i = chunk.indexFrom(key + 1); i < chunk.entries.length; i++) {
        const entry = chunk.entries[i];
        if (entry?.isNew === true) return entry.seq;
      }
    }
    return null;
  }

  /** The key behind which just so many entries with something to say follow; `null`: there are not that many. */
  keyBeforeLast(count: number): number | null {
    let missing = count;
    for (let at = this.#chunks.length - 1; at >= 0; at--) {
      const entries = this.#chunks[at]?.entries ?? [];
      for (let i = entries.length - 1; i >= 0; i--) {
        const entry = entries[i];
        if (entry === undefined || entry.texts.length === 0) continue;
        if (--missing === 0) return entry.key - 1;
      }
    }
    return null;
  }

  /** The first chunk that reaches to the key or beyond. */
  #chunkFrom(key: number): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#chunks[middle]?.lastKey ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

class Chunk {
  readonly readSeq: number;
  readonly entries: LogEntry[] = [];
  chars = 0;
  #batch: TurnBatch | null = null;
  /** How many of the batch's texts there are up to and with each entry. */
  #ends: number[] = [];
  /** The latest run that was put together for some who had been told. */
  #special: { readonly key: string; readonly batch: Batch } | null = null;
  /** Entries that are said differently to who has been told. */
  #differing = 0;

  constructor(readSeq: number) {
    this.readSeq = readSeq;
  }

  get lastKey(): number {
    return this.entries.at(-1)?.key ?? 0;
  }

  append(entry: LogEntry): void {
    this.entries.push(entry);
    this.#count(entry, 1);
    this.#special = null;
    if (this.#batch === null) return;
    for (const text of entry.texts) this.#batch.push(text);
    this.#ends.push(this.#batch.texts.length);
  }

  replace(index: number, entry: LogEntry): void {
    this.#forget(index);
    this.entries[index] = entry;
    this.#count(entry, 1);
  }

  remove(index: number): void {
    this.#forget(index);
    this.entries.splice(index, 1);
  }

  /** -1: there is none. */
  indexOf(key: number): number {
    const index = this.indexFrom(key);
    return this.entries[index]?.key === key ? index : -1;
  }

  /** The first entry with this key or a higher one. */
  indexFrom(key: number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.entries[middle]?.key ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  from(index: number, newSeq: number | null, toldSeq: number): Batch {
    if (newSeq !== null && this.#differing > 0) return this.#specialFrom(index, newSeq, toldSeq);
    const batch = this.#wholeBatch();
    return batch.rest(index === 0 ? 0 : (this.#ends[index - 1] ?? 0));
  }

  #wholeBatch(): TurnBatch {
    if (this.#batch !== null) return this.#batch;
    const batch = new TurnBatch();
    this.#ends = this.entries.map(({ texts }) => {
      for (const text of texts) batch.push(text);
      return batch.texts.length;
    });
    this.#batch = batch;
    return batch;
  }

  #specialFrom(index: number, newSeq: number, toldSeq: number): Batch {
    const key = `${index} ${newSeq} ${Math.min(toldSeq, this.lastKey)}`;
    if (this.#special?.key === key) return this.#special.batch;
    const texts = this.entries.slice(index).flatMap((entry) => {
      const isTold = !entry.isNew && entry.seq >= newSeq && entry.key <= toldSeq;
      return isTold ? (entry.toldTexts ?? entry.texts) : entry.texts;
    });
    const batch = batchOf(texts);
    this.#special = { key, batch };
    return batch;
  }

  #forget(index: number): void {
    const before = this.entries[index];
    if (before !== undefined) this.#count(before, -1);
    this.#batch = null;
    this.#special = null;
  }

  #count({ texts, toldTexts }: LogEntry, sign: 1 | -1): void {
    this.chars += sign * charsOf(texts);
    if (toldTexts !== null) this.#differing += sign;
  }
}

function weightOf({ texts, toldTexts }: LogEntry): number {
  return ENTRY_BYTES + 2 * charsOf(texts) + charsOf(toldTexts ?? []);
}

function charsOf(texts: readonly string[]): number {
  let chars = 0;
  for (const text of texts) chars += text.length;
  return chars;
}
