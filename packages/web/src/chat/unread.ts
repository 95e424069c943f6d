import { signal } from '@preact/signals';
import type { Unread } from './types.ts';

const NONE: Unread = { count: 0, firstId: null };

/** Others' messages since the reader was last at the end. */
export class UnreadMarker {
  readonly value = signal<Unread>(NONE);
  #isReading = false;
  /** Set by the first message of an absence; the earlier line stays until then. */
  #isMarked = false;

  get isReading(): boolean {
    return this.#isReading;
  }

  setReading(isReading: boolean): void {
    if (isReading === this.#isReading) return;
    this.#isReading = isReading;
    this.#isMarked = false;
    if (isReading) this.value.value = { ...this.value.peek(), count: 0 };
  }

  arrived(id: number): void {
    if (this.#isReading) return;
    const { count, firstId } = this.value.peek();
    this.value.value = { count: count + 1, firstId: this.#isMarked ? firstId : id };
    this.#isMarked = true;
  }

  reset(): void {
    this.#isMarked = false;
    this.value.value = NONE;
  }
}
