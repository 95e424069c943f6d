import type { Batch, FramedTexts } from './connection.ts';

/**
 * The texts that one audience got in one event-loop tick. Any run of them is a slice, so that a member who needs only the rest
 * of a batch costs no copy: a transport frames the whole once.
 */
export class TickBatch implements Batch {
  readonly texts: string[] = [];
  readonly whole = this;
  readonly from = 0;
  framed: FramedTexts | null = null;
  #slice: BatchSlice | null = null;

  get to(): number {
    return this.texts.length;
  }

  push(text: string): void {
    this.texts.push(text);
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
  const batch = new TickBatch();
  for (const text of texts) batch.push(text);
  return batch;
}

/** A run of a batch that may still grow after it. */
class BatchSlice implements Batch {
  readonly whole: TickBatch;
  readonly from: number;
  readonly to: number;
  #texts: readonly string[] | null = null;

  constructor(whole: TickBatch, from: number, to: number) {
    this.whole = whole;
    this.from = from;
    this.to = to;
  }

  get texts(): readonly string[] {
    this.#texts ??= this.whole.texts.slice(this.from, this.to);
    return this.#texts;
  }
}
