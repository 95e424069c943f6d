import { type Sanction, type Sender, type UserKey, userKeyOf } from '@koine/contract';
import type { Actor } from './actor.ts';
import type { Bus, Clock } from './ports/world.ts';
import { Sanctions } from './sanctions.ts';

/** One user in one room, from the first frame until the last announcement. */
interface TypingUser {
  user: Sender;
  /** From where they typed last. */
  ip: string;
  /** What was announced last. */
  isShown: boolean;
  /** Monotonic ms at which it ends without renewal; 0: it has ended. */
  until: number;
  /** Whether an edge was announced within the last `EDGE_MS`. */
  isThrottled: boolean;
}

/** Who types. */
type TypingActor = Pick<Actor, 'user' | 'ip'>;

/** Edges of one user in one room pass at most once in this time. */
const EDGE_MS = 1_000;

/**
 * Who is writing in which room. It ends on request, on sending, on leaving, with a ban or mute, or by itself after `timeoutMs` without renewal.
 *
 * Clients send at each keystroke, so what comes is throttled in silence, and never rejected: renewals change nothing for others,
 * and an edge that comes too soon after the last waits for its time; of those that wait, only the last state is announced.
 */
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
      if (event.type === 'userLeft') this.end(event.roomId, userKeyOf(event.user));
      else if (event.type === 'roomDeleted') this.#rooms.delete(event.roomId);
      else if (event.type === 'roomSanctionChanged' && !event.isLifted)
        this.#endSanctioned(event.roomId, event.sanction);
      else if (event.type === 'appSanctionChanged' && !event.isLifted)
        for (const roomId of [...this.#rooms.keys()]) this.#endSanctioned(roomId, event.sanction);
    });
  }

  /** Announces the edge from not typing to typing; later calls only renew it. */
  start(roomId: string, { user, ip }: TypingActor): void {
    let room = this.#rooms.get(roomId);
    if (room === undefined) {
      room = new Map();
      this.#rooms.set(roomId, room);
    }
    const key = userKeyOf(user);
    let typing = room.get(key);
    if (typing === undefined) {
      typing = { user, ip, isShown: false, until: 0, isThrottled: false };
      room.set(key, typing);
    }
    const isBegun = typing.until === 0;
    typing.user = user;
    typing.ip = ip;
    typing.until = this.#clock.monotonic() + this.#timeoutMs;
    if (isBegun) this.#endAfter(roomId, key, typing, this.#timeoutMs);
    this.#show(roomId, key, typing);
  }

  /** Announces the end, if the user was typing. */
  stop(roomId: string, user: UserKey): void {
    const typing = this.#rooms.get(roomId)?.get(user);
    if (typing === undefined) return;
    typing.until = 0;
    this.#show(roomId, user, typing);
  }

  /** As `stop`, at once: anyone who has sent or left types no more, which others see anyway. What they begin next waits. */
  end(roomId: string, user: UserKey): void {
    const typing = this.#rooms.get(roomId)?.get(user);
    if (typing === undefined) return;
    typing.until = 0;
    if (!typing.isShown) return;
    typing.isShown = false;
    this.#publish(roomId, typing.user, false);
    if (!typing.isThrottled) this.#forget(roomId, user);
  }

  /** Anyone who was banned or muted, by id or by address, types no more; whom it does not concern there goes on at the next key. */
  #endSanctioned(roomId: string, sanction: Sanction): void {
    const sanctions = new Sanctions([sanction]);
    for (const [key, typing] of [...(this.#rooms.get(roomId) ?? [])])
      if (sanctions.find(sanction.kind, typing, this.#clock.now()) !== null) this.end(roomId, key);
  }

  /** Who is typing there, in the order in which they began. */
  inRoom(roomId: string): Sender[] {
    const shown: Sender[] = [];
    for (const { user, isShown } of this.#rooms.get(roomId)?.values() ?? [])
      if (isShown) shown.push(user);
    return shown;
  }

  /** One timer from beginning to end: a renewal only moves the end, and the timer waits on. */
  #endAfter(roomId: string, key: UserKey, typing: TypingUser, delayMs: number): void {
    this.#clock.after(delayMs, () => {
      if (typing.until === 0 || !this.#isCurrent(roomId, key, typing)) return;
      const leftMs = typing.until - this.#clock.monotonic();
      if (leftMs > 0) this.#endAfter(roomId, key, typing, leftMs);
      else this.stop(roomId, key);
    });
  }

  /** Announces the present state, unless it is known or an edge was announced just now; then it is looked at again. */
  #show(roomId: string, key: UserKey, typing: TypingUser): void {
    const isTyping = typing.until > 0;
    if (typing.isThrottled) return;
    if (typing.isShown === isTyping) {
      if (!isTyping) this.#forget(roomId, key);
      return;
    }
    typing.isShown = isTyping;
    typing.isThrottled = true;
    this.#clock.after(EDGE_MS, () => {
      typing.isThrottled = false;
      if (this.#isCurrent(roomId, key, typing)) this.#show(roomId, key, typing);
    });
    this.#publish(roomId, typing.user, isTyping);
  }

  #isCurrent(roomId: string, key: UserKey, typing: TypingUser): boolean {
    return this.#rooms.get(roomId)?.get(key) === typing;
  }

  #forget(roomId: string, key: UserKey): void {
    const room = this.#rooms.get(roomId);
    room?.delete(key);
    if (room?.size === 0) this.#rooms.delete(roomId);
  }

  #publish(roomId: string, user: Sender, isTyping: boolean): void {
    this.#bus.publish({ type: 'typingChanged', roomId, user, isTyping, at: this.#clock.now() });
  }
}
