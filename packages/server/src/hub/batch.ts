import type { Batch } from './connection.ts';
import { HEADER_BYTES_MAX, writeTextFrame } from './text-frame.ts';

/**
 * The frames that one audience got in one event-loop turn. Texts are framed at most once for each prefix, into one buffer;
 * any run of them is a view of that buffer, so that a member who needs only the rest of a batch costs no copy.
 */
export class TurnBatch implements Batch {
  readonly texts: string[] = [];
  /** One for each prefix in use: in practice one, two where long-polling and WebSocket clients differ. */
  readonly #framings: Framing[] = [];
  #whole: Uint8Array | null = null;
  #wholePrefix = '';
  #wholeCount = 0;
  #slice: BatchSlice | null = null;

  push(text: string): void {
    this.texts.push(text);
  }

  bytes(prefix: string): Uint8Array {
    const count = this.texts.length;
    if (this.#whole === null || this.#wholeCount !== count || this.#wholePrefix !== prefix) {
      this.#whole = this.bytesOf(prefix, 0, count);
      this.#wholePrefix = prefix;
      this.#wholeCount = count;
    }
    return this.#whole;
  }

  /** The frames from index `from` up to but not including `to`. */
  bytesOf(prefix: string, from: number, to: number): Uint8Array {
    let framing = this.#framings.find((known) => known.prefix === prefix);
    if (framing === undefined) {
      framing = new Framing(prefix);
      this.#framings.push(framing);
    }
    framing.extend(this.texts);
    return framing.view(from, to);
  }

  /** The texts from index `from` up to `to`, or the present end. Members at the same place share it. */
  slice(from: number, to = this.texts.length): Batch {
    if (this.#slice?.from !== from || this.#slice.to !== to) {
      this.#slice = new BatchSlice(this, from, to);
    }
    return this.#slice;
  }
}

/** Texts that are complete: a page of history, frames that were held back. */
export function batchOf(texts: readonly string[]): Batch {
  const batch = new TurnBatch();
  for (const text of texts) batch.push(text);
  return batch;
}

/** A run of a batch that may still grow behind it. */
class BatchSlice implements Batch {
  readonly from: number;
  readonly to: number;
  readonly #batch: TurnBatch;
  #texts: readonly string[] | null = null;

  constructor(batch: TurnBatch, from: number, to: number) {
    this.#batch = batch;
    this.from = from;
    this.to = to;
  }

  get texts(): readonly string[] {
    this.#texts ??= this.#batch.texts.slice(this.from, this.to);
    return this.#texts;
  }

  bytes(prefix: string): Uint8Array {
    return this.#batch.bytesOf(prefix, this.from, this.to);
  }
}

/** The texts as frames, one behind the other. */
class Framing {
  readonly prefix: string;
  #buffer: Buffer = Buffer.alloc(0);
  /** Where each frame ends. */
  readonly #ends: number[] = [];

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** Frames the texts that are not framed yet. */
  extend(texts: readonly string[]): void {
    const first = this.#ends.length;
    if (first === texts.length) return;
    const lengths: number[] = [];
    let needed = this.#end;
    for (let i = first; i < texts.length; i++) {
      const length = Buffer.byteLength(texts[i] ?? '');
      lengths.push(length);
      needed += HEADER_BYTES_MAX + this.prefix.length + length;
    }
    this.#reserve(needed, first > 0);
    let end = this.#end;
    for (let i = first; i < texts.length; i++) {
      end = writeTextFrame(this.#buffer, end, this.prefix, texts[i] ?? '', lengths[i - first] ?? 0);
      this.#ends.push(end);
    }
  }

  view(from: number, to: number): Uint8Array {
    const start = from === 0 ? 0 : (this.#ends[from - 1] ?? 0);
    return this.#buffer.subarray(start, this.#ends[to - 1] ?? 0);
  }

  get #end(): number {
    return this.#ends.at(-1) ?? 0;
  }

  /** Views that were handed out keep the old buffer; they are never written to again. */
  #reserve(bytes: number, isGrowing: boolean): void {
    if (bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(isGrowing ? bytes * 2 : bytes);
    this.#buffer.copy(larger, 0, 0, this.#end);
    this.#buffer = larger;
  }
}
