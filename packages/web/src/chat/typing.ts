import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { Timer } from './timers.ts';
import type { Person } from './types.ts';

/** After so long without a change typing ends. */
const PAUSE_MS = 5000;

/** Who is typing: the others, and what the server is sent about this user. */
export class Typing implements Disposable {
  readonly #send: (isTyping: boolean) => void;
  readonly #repeatMs: () => number;
  readonly #others = signal<ReadonlyMap<string, ReadonlySignal<Person>>>(new Map());
  readonly #pause = new Timer();
  /** When the server was last notified that this user is typing; `null`: they are not. */
  #sentAt: number | null = null;

  /** `repeatMs`: how often it is sent again, so that it does not time out. */
  constructor(send: (isTyping: boolean) => void, repeatMs: () => number) {
    this.#send = send;
    this.#repeatMs = repeatMs;
  }

  people(me: ReadonlySignal<Person | null>): ReadonlySignal<readonly Person[]> {
    return computed(() =>
      Array.from(this.#others.value.values(), (person) => person.value).filter(
        ({ uid }) => uid !== me.value?.uid,
      ),
    );
  }

  changed(person: ReadonlySignal<Person>, isTyping: boolean): void {
    const others = new Map(this.#others.peek());
    const { uid } = person.peek();
    if (isTyping) others.set(uid, person);
    else others.delete(uid);
    this.#others.value = others;
  }

  /** Another room, or no connection: no user is known to type. */
  reset(): void {
    this.#sentAt = null;
    this.#pause.clear();
    if (this.#others.peek().size > 0) this.#others.value = new Map();
  }

  set(isTyping: boolean): void {
    if (!isTyping) {
      if (this.#sentAt !== null) this.#send(false);
      this.sent();
      return;
    }
    this.#pause.set(PAUSE_MS, () => this.set(false));
    const now = performance.now();
    if (this.#sentAt !== null && now - this.#sentAt < this.#repeatMs()) return;
    this.#sentAt = now;
    this.#send(true);
  }

  /** A message was sent: the server ends typing by itself. */
  sent(): void {
    this.#sentAt = null;
    this.#pause.clear();
  }

  [Symbol.dispose](): void {
    this.#pause.clear();
  }
}
