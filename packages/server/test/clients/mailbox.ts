import { PATIENCE_MS } from '../../src/testing/patience.ts';

/** So many of the newest items are shown when nothing fitting came. */
const SHOWN = 5;

interface Waiting<Item> {
  readonly fits: (item: Item) => boolean;
  readonly from: number;
  readonly found: (item: Item, index: number) => void;
  readonly failed: (error: Error) => void;
}

/** What a client has been sent, in order. Tests await what must come; nothing here sleeps. */
export class Mailbox<Item> {
  readonly #items: Item[] = [];
  readonly #waiting = new Set<Waiting<Item>>();
  #place = 0;
  #end: Error | null = null;

  /** Everything that has come. */
  get all(): readonly Item[] {
    return this.#items;
  }

  /** What has come and was not yet read by `next`. */
  get unread(): readonly Item[] {
    return this.#items.slice(this.#place);
  }

  /** The first unread item that fits; reading goes on behind it, what stood before it is skipped. */
  next<Found extends Item>(fits: (item: Item) => item is Found): Promise<Found>;
  next(fits?: (item: Item) => boolean): Promise<Item>;
  async next(fits: (item: Item) => boolean = () => true): Promise<Item> {
    const { item, index } = await this.#await(fits, this.#place);
    this.#place = Math.max(this.#place, index + 1);
    return item;
  }

  /** The first item that fits among all, read or not, past or to come. Reading stays where it is. */
  find<Found extends Item>(fits: (item: Item) => item is Found): Promise<Found>;
  find(fits: (item: Item) => boolean): Promise<Item>;
  async find(fits: (item: Item) => boolean): Promise<Item> {
    return (await this.#await(fits, 0)).item;
  }

  /** Resolves when `count` fitting items have come in all. */
  async count(count: number, fits: (item: Item) => boolean): Promise<void> {
    if (count === 0) return;
    let seen = 0;
    await this.#await((item) => fits(item) && ++seen === count, 0);
  }

  put(item: Item): void {
    const index = this.#items.push(item) - 1;
    for (const waiting of this.#waiting) {
      if (index < waiting.from || !waiting.fits(item)) continue;
      this.#waiting.delete(waiting);
      waiting.found(item, index);
    }
  }

  /** Nothing will come any more: what waits is rejected with the reason. */
  end(reason: Error): void {
    this.#end ??= reason;
    for (const waiting of this.#waiting) waiting.failed(this.#end);
    this.#waiting.clear();
  }

  #await(
    fits: (item: Item) => boolean,
    from: number,
  ): Promise<{ readonly item: Item; readonly index: number }> {
    for (let index = from; index < this.#items.length; index++) {
      const item = this.#items[index];
      if (item !== undefined && fits(item)) return Promise.resolve({ item, index });
    }
    if (this.#end !== null) return Promise.reject(this.#end);
    // Made here, so that the stack leads to the test and not to a timer.
    const tooLate = new Error('what the test waits for did not come');
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        const newest = this.#items.slice(-SHOWN).map((item) => JSON.stringify(item).slice(0, 500));
        tooLate.message += `; the newest of ${this.#items.length}:\n${newest.join('\n')}`;
        reject(tooLate);
      }, PATIENCE_MS);
      const waiting: Waiting<Item> = {
        fits,
        from,
        found: (item, index) => {
          clearTimeout(timer);
          resolve({ item, index });
        },
        failed: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.#waiting.add(waiting);
    });
  }
}
