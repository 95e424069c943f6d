import type { Sender } from '@koine/contract';
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
  readonly #rooms = new Map<string, Map<string, TypingUser>>();

  constructor(bus: Bus, clock: Clock, timeoutMs: number) {
    this.#bus = bus;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    bus.subscribe((event) => {
      if (event.type === 'userLeft') this.stop(event.roomId, event.user.id);
    });
  }

  /** Announces the edge from not typing to typing; later calls only renew it. */
  start(roomId: string, user: Sender): void {
    let room = this.#rooms.get(roomId);
    if (room === undefined) {
      room = new Map();
      this.#rooms.set(roomId, room);
    }
    const timer = this.#clock.after(this.#timeoutMs, () => this.stop(roomId, user.id));
    const typing = room.get(user.id);
    if (typing !== undefined) {
      typing.timer.cancel();
      typing.timer = timer;
      return;
    }
    room.set(user.id, { user, timer });
    this.#publish(roomId, user, true);
  }

  /** Announces the end, if the user was typing. */
  stop(roomId: string, userId: string): void {
    const room = this.#rooms.get(roomId);
    const typing = room?.get(userId);
    if (room === undefined || typing === undefined) return;
    typing.timer.cancel();
    room.delete(userId);
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
