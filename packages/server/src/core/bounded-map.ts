/**
 * A map of so many entries at most: beyond them, the one that was set longest ago goes. Each room in use has two, mostly empty:
 * `lru-cache` sets aside memory for all entries at once, and `quick-lru` keeps three maps and up to twice as many entries.
 */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #max: number;

  constructor(max: number) {
    super();
    this.#max = max;
  }

  override set(key: Key, value: Value): this {
    // To the end, so that the order is that of setting.
    if (!this.delete(key) && this.size >= this.#max) {
      const [oldest] = this.keys();
      if (oldest !== undefined) this.delete(oldest);
    }
    return super.set(key, value);
  }
}
