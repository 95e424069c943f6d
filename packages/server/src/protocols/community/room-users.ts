import type { Clock } from '../../core/ports/world.ts';
import type { Presence } from '../../core/presence.ts';
import type { Publisher } from '../../hub/protocol.ts';
import { encode } from './codec.ts';
import type { View } from './view.ts';

/** Up to this many online, each change is sent at once. */
const AT_ONCE_MAX = 50;
/** How many are listed; of more, `count` tells. */
export const LISTED_MAX = 200;
/** Beyond `AT_ONCE_MAX`, a room's list comes once in this time for each started so many. */
const INTERVAL_MS = 1000;
const INTERVAL_USERS = 250;

interface RoomUsersDeps {
  readonly presence: Pick<Presence, 'count'>;
  readonly clock: Pick<Clock, 'after'>;
}

interface Wait {
  hasChanged: boolean;
  /** What was sent, while only arrivals and departures have changed since. */
  text: string | null;
}

/**
 * `room_users` carries the whole list, so n people coming at once would cost n³ bytes: in big rooms changes are gathered, the
 * longer the bigger, and the list is bounded.
 */
export class RoomUsers {
  readonly #core: RoomUsersDeps;
  readonly #view: Pick<View, 'online'>;
  /** When a room's list may be sent again, monotonic ms; only rooms with a recent send. */
  readonly #waits = new Map<string, Wait>();
  readonly #watches = new Map<string, Set<{ isSent: boolean }>>();

  constructor(core: RoomUsersDeps, view: Pick<View, 'online'>) {
    this.#core = core;
    this.#view = view;
  }

  /** The list for somebody who has just come: as it is now, in a big room as it was last sent; changes follow. */
  text(roomId: string): string {
    return this.#waits.get(roomId)?.text ?? this.#textNow(roomId);
  }

  /** Records whether changes are sent to everyone in the room from now on, until it is disposed of. */
  watch(roomId: string): Disposable & { readonly isSent: boolean } {
    const watches = this.#watches.get(roomId) ?? new Set();
    this.#watches.set(roomId, watches);
    const watch = {
      isSent: false,
      [Symbol.dispose]: () => {
        watches.delete(watch);
        if (watches.size === 0 && this.#watches.get(roomId) === watches)
          this.#watches.delete(roomId);
      },
    };
    watches.add(watch);
    return watch;
  }

  /** A user came or went: everyone is notified, now or a little later. */
  changed(roomId: string, publisher: Publisher): void {
    const wait = this.#waits.get(roomId);
    if (wait !== undefined) {
      wait.hasChanged = true;
      return;
    }
    let text: string | null = null;
    publisher.notify(roomId, () => (text = this.#textNow(roomId)));
    if (text === null) return;
    for (const watch of this.#watches.get(roomId) ?? []) watch.isSent = true;
    const count = this.#core.presence.count(roomId);
    if (count > AT_ONCE_MAX) this.#wait(roomId, text, count, publisher);
  }

  /** A user there is shown differently now, and everyone has been notified: a newcomer must not get the list sent before. */
  invalidate(roomId: string): void {
    const wait = this.#waits.get(roomId);
    if (wait !== undefined) wait.text = null;
  }

  #textNow(roomId: string): string {
    const users = this.#view.online(roomId, LISTED_MAX);
    const count = this.#core.presence.count(roomId);
    return encode('room_users', count > users.length ? { users, count } : { users });
  }

  #wait(roomId: string, text: string, count: number, publisher: Publisher): void {
    const wait: Wait = { hasChanged: false, text };
    this.#waits.set(roomId, wait);
    this.#core.clock.after(Math.ceil(count / INTERVAL_USERS) * INTERVAL_MS, () => {
      this.#waits.delete(roomId);
      if (wait.hasChanged) this.changed(roomId, publisher);
    });
  }
}
