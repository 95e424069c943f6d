import { type ReadonlySignal, signal } from '@preact/signals';
import type { Unread } from './types.ts';

const NONE: Unread = { count: 0, firstId: null };

/** What others have written since the reader was last at the end. */
export class UnreadMarker {
  readonly #unread = signal<Unread>(NONE);
  #isReading = false;
  /** Set by the first message of an absence; the line before stays until then. */
  #isMarked = false;

  get value(): ReadonlySignal<Unread> {
    return this.#unread;
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  setReading(isReading: boolean): void {
    if (isReading === this.#isReading) return;
    this.#isReading = isReading;
    this.#isMarked = false;
    if (isReading) this.#unread.value = { ...this.#unread.peek(), count: 0 };
  }

  arrived(id: number): void {
    if (this.#isReading) return;
    const { count, firstId } = this.#unread.peek();
    this.#unread.value = { count: count + 1, firstId: this.#isMarked ? firstId : id };
    this.#isMarked = true;
  }

  reset(): void {
    this.#isMarked = false;
    this.#unread.value = NONE;
  }
}
