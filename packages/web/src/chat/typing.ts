import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { Alarm } from './timers.ts';
import type { Person } from './types.ts';

/** Nothing written for so long is a pause. */
const PAUSE_MS = 5000;

/** Who writes: the others, and what the server is told of oneself. */
export class Typing implements Disposable {
  readonly #tell: (isTyping: boolean) => void;
  readonly #repeatMs: () => number;
  readonly #others = signal<ReadonlyMap<string, ReadonlySignal<Person>>>(new Map());
  readonly #pause = new Alarm();
  /** When it was last told that oneself is typing; `null`: one is not. */
  #toldAt: number | null = null;

  /** `repeatMs`: how often it is to be said again, so that the server does not forget it. */
  constructor(tell: (isTyping: boolean) => void, repeatMs: () => number) {
    this.#tell = tell;
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

  /** Another room, or no connection: nobody is known to type. */
  reset(): void {
    this.#toldAt = null;
    this.#pause.clear();
    if (this.#others.peek().size > 0) this.#others.value = new Map();
  }

  set(isTyping: boolean): void {
    if (!isTyping) {
      if (this.#toldAt !== null) this.#tell(false);
      this.sent();
      return;
    }
    this.#pause.set(PAUSE_MS, () => this.set(false));
    const now = performance.now();
    if (this.#toldAt !== null && now - this.#toldAt < this.#repeatMs()) return;
    this.#toldAt = now;
    this.#tell(true);
  }

  /** The server ends it by itself when a message comes. */
  sent(): void {
    this.#toldAt = null;
    this.#pause.clear();
  }

  [Symbol.dispose](): void {
    this.#pause.clear();
  }
}
