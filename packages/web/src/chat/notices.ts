import { signal } from '@preact/signals';
import type { Notice } from './types.ts';

const KEPT_MAX = 50;

/** The server's texts and own failures that are no messages. */
export class Notices {
  readonly list = signal<readonly Notice[]>([]);
  #lastId = 0;

  /** Returns its id. */
  add(kind: Notice['kind'], text: string): number {
    this.#lastId++;
    const notice = { id: this.#lastId, kind, text };
    const before = this.list.peek();
    const last = before.at(-1);
    // A repeated notice is shown once.
    const isSame = last?.kind === kind && last.text === text;
    this.list.value = [...(isSame ? before.slice(0, -1) : before), notice].slice(-KEPT_MAX);
    return notice.id;
  }

  dismiss(id: number): void {
    this.list.value = this.list.peek().filter((notice) => notice.id !== id);
  }

  /** Removes the newest one if it is this error, which is shown elsewhere. */
  retract(text: string): void {
    const last = this.list.peek().at(-1);
    if (last?.kind === 'error' && last.text === text) this.dismiss(last.id);
  }
}
