import { type MemberRole, type Sender, type UserKey, userKeyOf } from '@koine/contract';
import type { Bus, Clock } from './ports/world.ts';
import { senderOf } from './users.ts';

interface Present {
  user: Sender;
  sessions: number;
}

/**
 * Who is connected to a room now. A user is online from the first session to the last, over all protocols; joined and left
 * are announced on those two edges only. Apart from the hub's index of sessions, since the core counts users, and knows of no
 * session which it is.
 */
export class Presence {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #rooms = new Map<string, Map<UserKey, Present>>();

  constructor(bus: Bus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
    bus.subscribe((event) => {
      // Accounts only: an app's user is called as they came.
      if (event.type === 'userUpdated' && event.user.kind !== 'external')
        this.#rename(senderOf(event.user));
    });
  }

  /** Counts a session in, which each does once; announces `userJoined` if it is the user's first in the room. */
  enter(roomId: string, user: Sender, role: MemberRole | null): void {
    let room = this.#rooms.get(roomId);
    if (room === undefined) {
      room = new Map();
      this.#rooms.set(roomId, room);
    }
    const key = userKeyOf(user);
    const present = room.get(key);
    if (present !== undefined) {
      present.sessions++;
      return;
    }
    room.set(key, { user, sessions: 1 });
    this.#bus.publish({
      type: 'userJoined',
      roomId,
      user,
      role,
      at: this.#clock.now(),
      onlineCount: room.size,
    });
  }

  /** Counts a session out; announces `userLeft` if it was the user's last in the room. */
  leave(roomId: string, user: UserKey): void {
    const room = this.#rooms.get(roomId);
    const present = room?.get(user);
    if (room === undefined || present === undefined) return;
    if (--present.sessions > 0) return;
    room.delete(user);
    if (room.size === 0) this.#rooms.delete(roomId);
    this.#bus.publish({
      type: 'userLeft',
      roomId,
      user: present.user,
      at: this.#clock.now(),
      onlineCount: room.size,
    });
  }

  /** In the order in which they came. */
  online(roomId: string, max = Number.POSITIVE_INFINITY): readonly Sender[] {
    const users: Sender[] = [];
    for (const { user } of this.#rooms.get(roomId)?.values() ?? []) {
      if (users.length >= max) break;
      users.push(user);
    }
    return users;
  }

  /** Rooms in which somebody is. */
  get roomCount(): number {
    return this.#rooms.size;
  }

  count(roomId: string): number {
    return this.#rooms.get(roomId)?.size ?? 0;
  }

  /** Users who are online are shown with their present profile. Rare, so the rooms are simply gone through. */
  #rename(user: Sender): void {
    const key = userKeyOf(user);
    for (const room of this.#rooms.values()) {
      const present = room.get(key);
      if (present?.user.kind === user.kind) present.user = user;
    }
  }
}
