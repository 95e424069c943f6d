import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Person } from './types.ts';
import { personOf, type WireUser } from './wire.ts';

/** More than are ever shown at once, fewer than a busy room sees in a year. */
const KEPT_MAX = 5_000;
const FIRST_WAIT_MS = 2_000;
const WAIT_MS_MAX = 60_000;

/** `failed`: the server could not be asked; tried again later. */
export type LookUpOutcome = 'done' | 'failed';

/**
 * Everyone who is shown, as they are now. An account is one person wherever it is shown; users of other protocols choose their ids
 * themselves, so each name under such an id is a person of its own. Bounded, least recently seen out first: what shows a
 * forgotten person goes on showing them as they were.
 */
export class PersonCache implements Disposable {
  readonly #persons = new Map<string, Signal<Person>>();
  /** Looked up by uid. */
  readonly #wanted = new Map<string, Signal<Person | null>>();
  readonly #waits = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #lookUp: (uid: string) => Promise<LookUpOutcome>;
  readonly #keptMax: number;

  /** `lookUp`: asks the server who that is, and records the result. */
  constructor(lookUp: (uid: string) => Promise<LookUpOutcome>, keptMax: number = KEPT_MAX) {
    this.#lookUp = lookUp;
    this.#keptMax = keptMax;
  }

  /** How many are remembered now. */
  get size(): number {
    return this.#persons.size + this.#wanted.size;
  }

  record(user: WireUser): ReadonlySignal<Person> {
    const person = personOf(user);
    const key = isAccount(person) ? person.uid : `${person.uid}\n${person.name}`;
    const wanted = this.#wanted.get(person.uid);
    if (wanted !== undefined && !isSame(wanted.peek(), person)) wanted.value = person;
    const cached = this.#persons.get(key) ?? signal(person);
    // Last in the map: the first is the least recently seen one.
    this.#persons.delete(key);
    keep(this.#persons, key, cached, this.#keptMax);
    if (!isSame(cached.peek(), person)) cached.value = person;
    return cached;
  }

  /** Who has that uid; `null` until it is known. */
  find(uid: string): ReadonlySignal<Person | null> {
    const known = this.#persons.get(uid) ?? this.#wanted.get(uid);
    if (known !== undefined) return known;
    const wanted = signal<Person | null>(null);
    const forgotten = keep(this.#wanted, uid, wanted, this.#keptMax);
    if (forgotten !== null) this.#stop(forgotten);
    void this.#ask(uid, FIRST_WAIT_MS);
    return wanted;
  }

  [Symbol.dispose](): void {
    for (const uid of this.#waits.keys()) this.#stop(uid);
    this.#wanted.clear();
  }

  async #ask(uid: string, waitMs: number): Promise<void> {
    const outcome = await this.#lookUp(uid);
    const wanted = this.#wanted.get(uid);
    if (wanted === undefined || wanted.peek() !== null) return;
    if (outcome === 'done') {
      // Not stored: a user of another protocol, of whom only the id is known.
      wanted.value = { uid, name: uid, roles: [] };
      return;
    }
    const again = () => {
      this.#waits.delete(uid);
      void this.#ask(uid, Math.min(waitMs * 2, WAIT_MS_MAX));
    };
    this.#waits.set(uid, setTimeout(again, waitMs));
  }

  #stop(uid: string): void {
    clearTimeout(this.#waits.get(uid));
    this.#waits.delete(uid);
  }
}

/** Adds one at the end; returns the key of the first one if it had to leave, otherwise `null`. */
function keep<T>(map: Map<string, T>, key: string, value: T, countMax: number): string | null {
  map.set(key, value);
  const [first] = map.keys();
  if (map.size <= countMax || first === undefined) return null;
  map.delete(first);
  return first;
}

function isAccount({ roles }: Person): boolean {
  return roles.includes('registered') || roles.includes('guest');
}

function isSame(a: Person | null, b: Person): boolean {
  return a !== null && a.uid === b.uid && a.name === b.name && a.roles.join() === b.roles.join();
}
