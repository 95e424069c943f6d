import { type Sender, type UserKey, userKeyOf } from '@koine/contract';
import type { Bus, Clock, Timer } from './ports/world.ts';

interface TypingUser {
  readonly user: Sender;
  timer: Timer;
}

/** Who is writing in which room. It ends on request, on sending, on leaving, or by itself after `timeoutMs` without renewal. */
export class Typing {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #rooms = new Map<string, Map<UserKey, TypingUser>>();

  constructor(bus: Bus, clock: Clock, timeoutMs: number) {
    this.#bus = bus;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    bus.subscribe((event) => {
      if (event.type === 'userLeft') this.stop(event.roomId, userKeyOf(event.user));
    });
  }

  /** Announces the edge from not typing to typing; later calls only renew it. */
  start(roomId: string, user: Sender): void {
    let room = this.#rooms.get(roomId);
    if (room === undefined) {
      room = new Map();
      this.#rooms.set(roomId, room);
    }
    const key = userKeyOf(user);
    const timer = this.#clock.after(this.#timeoutMs, () => this.stop(roomId, key));
    const typing = room.get(key);
    if (typing !== undefined) {
      typing.timer.cancel();
      typing.timer = timer;
      return;
    }
    room.set(key, { user, timer });
    this.#publish(roomId, user, true);
  }

  /** Announces the end, if the user was typing. */
  stop(roomId: string, user: UserKey): void {
    const room = this.#rooms.get(roomId);
    const typing = room?.get(user);
    if (room === undefined || typing === undefined) return;
    typing.timer.cancel();
    room.delete(user);
    if (room.size === 0) this.#rooms.delete(roomId);
    this.#publish(roomId, typing.user, false);
  }

  /** Who is typing there, in the order in which they began. */
  inRoom(roomId: string): Sender[] {
    return Array.from(this.#rooms.get(roomId)?.values() ?? [], ({ user }) => user);
  }

  #publish(roomId: string, user: Sender, isTyping: boolean): void {
    this.#bus.publish({ type: 'typingChanged', roomId, user, isTyping, at: this.#clock.now() });
  }
}
