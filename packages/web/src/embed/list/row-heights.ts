const BLOCK_ROWS = 256;
/** Fewer say little about the rest. */
const CALIBRATION_ROWS = 20;

interface Block {
  /** By place in the block; `NaN`: not measured, or no such row. */
  readonly heights: Float64Array;
  /** Sum of what is measured, px. */
  sum: number;
  measured: number;
}

/**
 * How high each row is, by its position: measured, or estimated until it has been. Rows can be added at both ends. Sums go by
 * blocks of 256 rows, so that finding a place among 100,000 takes microseconds.
 */
export class RowHeights {
  #estimatePx: number;
  #measuredPx = 0;
  #measured = 0;
  readonly #blocks = new Map<number, Block>();
  #start = 0;
  #end = 0;

  /** `estimatePx`: of a row that has not been measured. */
  constructor(estimatePx: number) {
    this.#estimatePx = estimatePx;
  }

  /** Rows `start <= position < end` exist. What was measured of them stays known. */
  setRange(start: number, end: number): void {
    if (start > this.#start) this.#forgetBefore(start);
    this.#start = start;
    this.#end = end;
  }

  /** Forgets everything: the positions mean other rows now. */
  clear(): void {
    this.#blocks.clear();
    this.#measuredPx = 0;
    this.#measured = 0;
  }

  /** Takes the mean of what was measured as the estimate of the rest, if that is another. */
  calibrate(): void {
    if (this.#measured < CALIBRATION_ROWS) return;
    const mean = this.#measuredPx / this.#measured;
    if (Math.abs(mean - this.#estimatePx) > mean / 10) this.#estimatePx = mean;
  }

  /** Returns whether that is news. */
  set(position: number, heightPx: number): boolean {
    const block = this.#blockOf(position);
    const at = position - Math.floor(position / BLOCK_ROWS) * BLOCK_ROWS;
    const old = block.heights[at] ?? Number.NaN;
    if (old === heightPx) return false;
    const isNew = Number.isNaN(old);
    const change = heightPx - (isNew ? 0 : old);
    block.measured += isNew ? 1 : 0;
    block.sum += change;
    this.#measured += isNew ? 1 : 0;
    this.#measuredPx += change;
    block.heights[at] = heightPx;
    return true;
  }

  /** How many rows have been measured and are remembered. */
  get measured(): number {
    return this.#measured;
  }

  /** Height of all rows, px. */
  get totalPx(): number {
    return this.topOf(this.#end);
  }

  /** From the top of the first row to the top of the one at `position`, px. */
  topOf(position: number): number {
    const last = Math.floor(position / BLOCK_ROWS);
    let top = 0;
    for (let index = Math.floor(this.#start / BLOCK_ROWS); index < last; index++)
      top += this.#blockPx(index);
    const from = Math.max(this.#start, last * BLOCK_ROWS);
    for (let row = from; row < position; row++) top += this.#rowPx(row);
    return top;
  }

  /** The row at `offsetPx` below the top of the first one; the nearest one when there is none. */
  positionAt(offsetPx: number): number {
    let left = offsetPx;
    let index = Math.floor(this.#start / BLOCK_ROWS);
    const last = Math.floor((this.#end - 1) / BLOCK_ROWS);
    for (; index < last; index++) {
      const height = this.#blockPx(index);
      if (left < height) break;
      left -= height;
    }
    let row = Math.max(this.#start, index * BLOCK_ROWS);
    for (; row < this.#end - 1; row++) {
      left -= this.#rowPx(row);
      if (left < 0) break;
    }
    return Math.max(this.#start, row);
  }

  /** Of a chat that goes on for weeks, the oldest rows are removed. */
  #forgetBefore(start: number): void {
    const first = Math.floor(start / BLOCK_ROWS);
    for (const [index, block] of this.#blocks) {
      if (index > first) continue;
      const end = index < first ? BLOCK_ROWS : start - first * BLOCK_ROWS;
      for (let at = 0; at < end; at++) this.#forget(block, at);
      if (index < first) this.#blocks.delete(index);
    }
  }

  #forget(block: Block, at: number): void {
    const height = block.heights[at] ?? Number.NaN;
    if (Number.isNaN(height)) return;
    block.heights[at] = Number.NaN;
    block.sum -= height;
    block.measured--;
    this.#measuredPx -= height;
    this.#measured--;
  }

  #rowPx(position: number): number {
    const index = Math.floor(position / BLOCK_ROWS);
    const height = this.#blocks.get(index)?.heights[position - index * BLOCK_ROWS] ?? Number.NaN;
    return Number.isNaN(height) ? this.#estimatePx : height;
  }

  #blockPx(index: number): number {
    const from = Math.max(this.#start, index * BLOCK_ROWS);
    const to = Math.min(this.#end, (index + 1) * BLOCK_ROWS);
    const block = this.#blocks.get(index);
    if (block === undefined) return (to - from) * this.#estimatePx;
    return block.sum + (to - from - block.measured) * this.#estimatePx;
  }

  #blockOf(position: number): Block {
    const index = Math.floor(position / BLOCK_ROWS);
    let block = this.#blocks.get(index);
    if (block === undefined) {
      block = { heights: new Float64Array(BLOCK_ROWS).fill(Number.NaN), sum: 0, measured: 0 };
      this.#blocks.set(index, block);
    }
    return block;
  }
}
