import { TickBatch } from '../batch.ts';
import type { Batch } from '../connection.ts';

/** Texts of successive entries, framed once into one buffer, of which every client is written a view. */
export class EncodedTexts {
  readonly #batch = new TickBatch();
  /** Texts and characters up to and with each entry. */
  readonly #textEnds: number[] = [];
  readonly #charEnds: number[] = [];

  /** Of entries. */
  get length(): number {
    return this.#textEnds.length;
  }

  get chars(): number {
    return this.#charEnds.at(-1) ?? 0;
  }

  append(texts: readonly string[]): void {
    let { chars } = this;
    for (const text of texts) {
      this.#batch.push(text);
      chars += text.length;
    }
    this.#textEnds.push(this.#batch.texts.length);
    this.#charEnds.push(chars);
  }

  /** From an entry on, at most so many characters, but at least one entry if there is one. `batch` null: it has no texts. */
  portion(start: number, charsMax: number): { readonly batch: Batch | null; readonly end: number } {
    const max = (this.#charEnds[start - 1] ?? 0) + charsMax;
    const reached = firstIndex(this.#charEnds, (chars) => chars > max);
    const end = Math.min(Math.max(reached, start + 1), this.length);
    const from = this.#textEnds[start - 1] ?? 0;
    const to = this.#textEnds[end - 1] ?? 0;
    return { batch: to > from ? this.#batch.slice(from, to) : null, end };
  }
}

/** The first that `isBeyond`, as all after it are; their number if none is. */
export function firstIndex<Item>(
  items: readonly Item[],
  isBeyond: (item: Item) => boolean,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && isBeyond(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
