import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Person } from './types.ts';
import { personOf, type WireUser } from './wire.ts';

/**
 * Everyone who is shown, as they are now. An account is one person wherever it shows; people of other protocols choose their ids
 * themselves, so each name and picture under such an id is somebody of their own.
 */
export class People {
  readonly #faces = new Map<string, Signal<Person>>();
  /** Whoever was asked for by uid. */
  readonly #wanted = new Map<string, Signal<Person | null>>();
  readonly #origin: string;
  readonly #lookUp: (uid: string) => void;

  /** `lookUp`: asks the server at `origin` who that is; the answer is to be noted. */
  constructor(origin: string, lookUp: (uid: string) => void) {
    this.#origin = origin;
    this.#lookUp = lookUp;
  }

  note(user: WireUser): ReadonlySignal<Person> {
    const person = personOf(user, this.#origin);
    const key = isAccount(person) ? person.uid : `${person.uid}\n${person.name}\n${person.picture}`;
    const wanted = this.#wanted.get(person.uid);
    if (wanted !== undefined && !isSame(wanted.peek(), person)) wanted.value = person;
    const face = this.#faces.get(key);
    if (face === undefined) {
      const made = signal(person);
      this.#faces.set(key, made);
      return made;
    }
    if (!isSame(face.peek(), person)) face.value = person;
    return face;
  }

  /** Whoever has that uid; `null` until it is known. */
  find(uid: string): ReadonlySignal<Person | null> {
    const known = this.#faces.get(uid) ?? this.#wanted.get(uid);
    if (known !== undefined) return known;
    const wanted = signal<Person | null>(null);
    this.#wanted.set(uid, wanted);
    this.#lookUp(uid);
    return wanted;
  }
}

function isAccount({ roles }: Person): boolean {
  return roles.includes('registered') || roles.includes('guest');
}

function isSame(a: Person | null, b: Person): boolean {
  return (
    a !== null &&
    a.uid === b.uid &&
    a.name === b.name &&
    a.picture === b.picture &&
    a.country === b.country &&
    a.roles.join() === b.roles.join()
  );
}
