import type { Session } from './session.ts';

/** Local sessions by a key of one kind. Most keys have one session: an array of one is smaller than a set. */
export class SessionsByKey<Key, S extends Session = Session> {
  readonly #sessions = new Map<Key, S[]>();

  add(key: Key, session: S): void {
    const sessions = this.#sessions.get(key);
    if (sessions === undefined) this.#sessions.set(key, [session]);
    else sessions.push(session);
  }

  remove(key: Key, session: S): void {
    const sessions = this.#sessions.get(key);
    const index = sessions?.indexOf(session) ?? -1;
    if (sessions === undefined || index < 0) return;
    sessions.splice(index, 1);
    if (sessions.length === 0) this.#sessions.delete(key);
  }

  /** In the order in which they came. Not a copy. */
  of(key: Key): readonly S[] {
    return this.#sessions.get(key) ?? [];
  }
}

/** The keys by which a session is found: a list of links, since most have one and an array would be larger. */
export interface HeldKey {
  readonly next: HeldKey | null;
  remove(session: Session): void;
}

export class KeyEntry<Key> implements HeldKey {
  readonly next: HeldKey | null;
  readonly #sessions: SessionsByKey<Key>;
  readonly #key: Key;

  constructor(sessions: SessionsByKey<Key>, key: Key, next: HeldKey | null) {
    this.#sessions = sessions;
    this.#key = key;
    this.next = next;
  }

  remove(session: Session): void {
    this.#sessions.remove(this.#key, session);
  }
}
