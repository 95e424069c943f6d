/** Exact percentiles of up to as many times as are announced; memory is taken before the measurement, not during it. */
export class Latencies {
  readonly #times: Float64Array;
  #count = 0;
  #isSorted = true;

  constructor(countMax: number) {
    this.#times = new Float64Array(countMax);
  }

  add(ms: number): void {
    this.#times[this.#count++] = ms;
    this.#isSorted = false;
  }

  get count(): number {
    return Math.min(this.#count, this.#times.length);
  }

  /** The time that this share of all (0 to 1) do not exceed; NaN: there are none. */
  at(share: number): number {
    const times = this.#times.subarray(0, this.count);
    if (!this.#isSorted) times.sort();
    this.#isSorted = true;
    return times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? Number.NaN;
  }
}
