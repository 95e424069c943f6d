/** What is open now, and a promise for when nothing is. */
export class OpenSet<Item> extends Set<Item> {
  #waiting: (() => void)[] = [];

  override delete(item: Item): boolean {
    const wasOpen = super.delete(item);
    if (this.size > 0) return wasOpen;
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
    return wasOpen;
  }

  /** Resolves when none is open. */
  emptied(): Promise<void> {
    if (this.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
