import { Latencies } from '../lib/latencies.ts';

interface Sample {
  readonly begunAt: number;
  readonly ms: number;
}

/** How long things took that began at some moment or later, each with when it began (of `performance.now()`). */
export class Samples {
  readonly #from: number;
  readonly #all: Sample[];

  constructor(from = performance.now(), all: Sample[] = []) {
    this.#from = from;
    this.#all = all;
  }

  get count(): number {
    return this.#all.length;
  }

  /** `measure` resolves with the milliseconds that it took. */
  async take(measure: () => Promise<number>): Promise<void> {
    const begunAt = performance.now();
    this.#all.push({ begunAt, ms: await measure() });
  }

  since(from: number): Samples {
    return new Samples(
      from,
      this.#all.filter(({ begunAt }) => begunAt >= from),
    );
  }

  /** Of those that began within so many ms; -Infinity: there are none. */
  slowestOfFirst(withinMs: number): number {
    const first = this.#all.filter(({ begunAt }) => begunAt < this.#from + withinMs);
    return Math.max(...first.map(({ ms }) => ms));
  }

  /** The time that 99 of 100 do not exceed; NaN: there are none. */
  get p99(): number {
    const times = new Latencies(this.#all.length);
    for (const { ms } of this.#all) times.add(ms);
    return times.at(0.99);
  }
}
