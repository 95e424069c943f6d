import type { Scalar } from '../../statement.ts';

/** A map of so many takes some megabytes; above it all is forgotten, and each sender costs a lookup again. */
const AUTHORS_MAX = 50_000;

/** Senders of one room, by id; the value is their app. */
interface RoomAuthors {
  readonly block: number;
  readonly hour: number;
  readonly apps: Map<Scalar, Scalar>;
}

/** Which rows of `authored` are there for certain, so that a frequent sender costs nothing. */
export class RecentAuthors {
  readonly #rooms = new Map<number, RoomAuthors>();
  #count = 0;

  /** Whether the row has to be written; it counts as written from then on. */
  isNew(roomKey: number, block: number, hour: number, userId: Scalar, appId: Scalar): boolean {
    let room = this.#rooms.get(roomKey);
    if (room?.block === block && room.hour === hour) {
      if (room.apps.get(userId) === appId) return false;
    } else {
      this.#count -= room?.apps.size ?? 0;
      room = { block, hour, apps: new Map() };
      this.#rooms.set(roomKey, room);
    }
    if (!room.apps.has(userId)) this.#count++;
    room.apps.set(userId, appId);
    if (this.#count > AUTHORS_MAX) this.forget();
    return true;
  }

  /** For when rows may have been taken back. */
  forget(): void {
    this.#rooms.clear();
    this.#count = 0;
  }
}
