import type { CoreEvent } from '@koine/contract';
import type { Presence } from '../../core/presence.ts';

/** The part of a `connection_status` that says who is online. */
export interface OnlineStatus {
  /** JSON of the ids, with commas between: of those who came first, as many as are listed. */
  readonly onlineIds: string;
  /** How many there are, when more than are listed; else `null`. */
  readonly onlineTotal: number | null;
}

interface Listed {
  readonly text: string;
  readonly count: number;
}

/**
 * Who is online in a room. In a room of thousands everyone who comes is sent the list: as long as no user leaves it is only
 * added to, not made anew, and it lists no more than `listedMax`.
 */
export class OnlineIds {
  readonly #presence: Pick<Presence, 'online' | 'count'>;
  readonly #listedMax: number;
  readonly #rooms = new Map<string, Listed>();

  constructor(presence: Pick<Presence, 'online' | 'count'>, listedMax: number) {
    this.#presence = presence;
    this.#listedMax = listedMax;
  }

  status(roomId: string): OnlineStatus {
    const { text } = this.#rooms.get(roomId) ?? this.#make(roomId);
    const total = this.#presence.count(roomId);
    return { onlineIds: text, onlineTotal: total > this.#listedMax ? total : null };
  }

  /** Keeps the lists true. Runs before the event is sent. */
  record(event: CoreEvent): void {
    if (event.type === 'userLeft') this.#rooms.delete(event.roomId);
    if (event.type !== 'userJoined') return;
    const known = this.#rooms.get(event.roomId);
    if (known === undefined || known.count >= this.#listedMax) return;
    const text = `${known.text},${JSON.stringify(event.user.id)}`;
    this.#rooms.set(event.roomId, { text, count: known.count + 1 });
  }

  #make(roomId: string): Listed {
    const ids = this.#presence.online(roomId, this.#listedMax);
    const listed = {
      text: ids.map(({ id }) => JSON.stringify(id)).join(','),
      count: ids.length,
    };
    if (ids.length > 0) this.#rooms.set(roomId, listed);
    return listed;
  }
}
