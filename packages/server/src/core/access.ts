import { KoineError, type MemberRole, type UserRef } from '@koine/contract';
import type { Actor } from './actor.ts';
import type { SanctionStore } from './ports/stores.ts';
import type { Bus, Clock } from './ports/world.ts';
import { assertUnsanctioned, type RoomRules, reaches } from './room-rules.ts';
import type { RoomRulesCache } from './room-rules-cache.ts';
import { Sanctions } from './sanctions.ts';

/** What an actor may do in one room now. `null`: it may. */
export interface Standing {
  /** Why it may not read. */
  readonly read: KoineError | null;
  /** Why it may not write; that of reading where it may not even read. */
  readonly write: KoineError | null;
}

/**
 * Decides who may enter, read and write where. One function says it (`#readError`): of commands, of joins, and of live
 * sessions when something has happened that can narrow their rights (`hub/rights.ts`).
 */
export class Access {
  readonly #rooms: RoomRulesCache;
  readonly #sanctions: SanctionStore;
  readonly #clock: Clock;
  readonly #appSanctions = new Map<string, Sanctions>();
  /** How often an app's sanctions have changed. */
  #appChanges = 0;

  constructor(rooms: RoomRulesCache, sanctions: SanctionStore, bus: Bus, clock: Clock) {
    this.#rooms = rooms;
    this.#sanctions = sanctions;
    this.#clock = clock;
    bus.subscribe((event) => {
      if (event.type !== 'appSanctionChanged') return;
      this.#appChanges++;
      const app = this.#appSanctions.get(event.appId);
      if (event.isLifted) app?.remove(event.sanction);
      else app?.put(event.sanction);
    });
  }

  /**
   * The rules of a room that the actor may read. Rejects with `roomNotFound` (no such room, another app's, or a direct
   * room of others), `forbidden` (a private room of others, or outside the token's rooms) or `banned`.
   */
  async read(actor: Actor, roomId: string): Promise<RoomRules> {
    for (;;) {
      const rules = await this.#rooms.require(roomId);
      const rejection = this.#readError(actor, rules);
      if (rejection === null) return rules;
      if (rejection !== 'unknown') throw rejection;
      await this.#learn(actor, rules);
    }
  }

  /**
   * `read` without a wait, for a room in memory: true only when everything needed to admit the actor is known. The
   * path of every message. Throws `banned`.
   */
  isOpenTo(actor: Actor, rules: RoomRules): boolean {
    const rejection = this.#readError(actor, rules);
    if (rejection instanceof KoineError && rejection.code === 'banned') throw rejection;
    return rejection === null;
  }

  /** What the actor may do in the room: in this very turn where all that it takes is in memory. */
  standing(actor: Actor, roomId: string): Standing | Promise<Standing> {
    const rules = this.#rooms.peek(roomId);
    const rejection = rules === undefined ? 'unknown' : this.#readError(actor, rules);
    if (rules === undefined || rejection === 'unknown') return this.#learnStanding(actor, roomId);
    return this.#standingUnder(rejection, actor, rules);
  }

  /** Why the actor may do nothing at all in its app; `null`: it may. In this very turn where its sanctions are in memory. */
  inApp(actor: Actor): KoineError | null | Promise<KoineError | null> {
    if (!this.#appSanctions.has(actor.appId))
      return this.#loadAppSanctions(actor.appId).then(() => this.#bannedInApp(actor));
    return this.#bannedInApp(actor);
  }

  /** Rejects with `banned` when the actor is banned from its whole app: it may not even listen. */
  async assertNotBanned(actor: Actor): Promise<void> {
    const rejection = await this.inApp(actor);
    if (rejection !== null) throw rejection;
  }

  /** Throws `muted` with `details.until`, or `userNotFound` where the other of two is no more. */
  assertMayWrite(actor: Actor, rules: RoomRules): void {
    this.#assertNot('mute', actor, rules);
    if (rules.room.pair?.includes(null) === true) throw new KoineError('userNotFound');
  }

  /** The actor's role in a room; `null` when not a member. */
  roleOf(rules: RoomRules, user: UserRef): Promise<MemberRole | null> {
    return this.#rooms.roleOf(rules, user);
  }

  /** Why the actor may not read the room; `null`: it may; `unknown`: storage has to be asked first (`#learn`). */
  #readError(actor: Actor, rules: RoomRules): KoineError | 'unknown' | null {
    const { room } = rules;
    if (!reaches(actor, room)) return new KoineError('roomNotFound');
    if (!this.#knowsSanctionsOf(actor.appId) || !this.#knowsSanctionsOf(room.appId))
      return 'unknown';
    if (actor.rooms !== null && !actor.rooms.includes(room.id)) return new KoineError('forbidden');
    const admission = admissionOf(actor, rules);
    if (admission !== null) return admission;
    try {
      this.#assertNot('ban', actor, rules);
      return null;
    } catch (error) {
      return expected(error);
    }
  }

  /** Reads what `#readError` misses. */
  async #learn(actor: Actor, rules: RoomRules): Promise<void> {
    await this.#loadAppSanctions(rules.room.appId);
    await this.#loadAppSanctions(actor.appId);
    if (admissionOf(actor, rules) === 'unknown') await this.#rooms.roleOf(rules, actor.user);
  }

  async #learnStanding(actor: Actor, roomId: string): Promise<Standing> {
    try {
      const rules = await this.read(actor, roomId);
      return this.#standingUnder(null, actor, rules);
    } catch (error) {
      const rejection = expected(error);
      return { read: rejection, write: rejection };
    }
  }

  #standingUnder(read: KoineError | null, actor: Actor, rules: RoomRules): Standing {
    if (read !== null) return { read, write: read };
    try {
      this.assertMayWrite(actor, rules);
      return { read, write: null };
    } catch (error) {
      return { read, write: expected(error) };
    }
  }

  /**
   * In the room, in its whole app, and in the actor's own: anyone who is banned everywhere in the built-in app is so in other
   * apps' bridged rooms too.
   */
  #assertNot(kind: 'ban' | 'mute', actor: Actor, rules: RoomRules): void {
    if (isExempt(actor)) return;
    const now = this.#clock.now();
    rules.assertNot(kind, actor, now);
    const { appId } = rules.room;
    this.#assertNotIn(appId, kind, actor, now);
    if (actor.appId !== appId) this.#assertNotIn(actor.appId, kind, actor, now);
  }

  #bannedInApp(actor: Actor): KoineError | null {
    if (isExempt(actor)) return null;
    try {
      this.#assertNotIn(actor.appId, 'ban', actor, this.#clock.now());
      return null;
    } catch (error) {
      return expected(error);
    }
  }

  #assertNotIn(appId: string, kind: 'ban' | 'mute', actor: Actor, now: number): void {
    const app = this.#appSanctions.get(appId);
    if (app !== undefined) assertUnsanctioned(app, kind, actor, now);
  }

  #knowsSanctionsOf(appId: string): boolean {
    return this.#appSanctions.has(appId);
  }

  async #loadAppSanctions(appId: string): Promise<void> {
    while (!this.#appSanctions.has(appId)) {
      const changes = this.#appChanges;
      const list = await this.#sanctions.list(appId, null, this.#clock.now());
      // One that changed while the list was read may not be in it: read again.
      if (changes !== this.#appChanges) continue;
      this.#appSanctions.set(appId, new Sanctions(list));
    }
  }
}

/** Whether the room's kind lets the actor in; `unknown`: whether it is a member has not been read. */
function admissionOf(actor: Actor, rules: RoomRules): KoineError | 'unknown' | null {
  const { room } = rules;
  if (room.kind === 'public' || actor.power !== 'user') return null;
  if (room.kind === 'direct')
    return room.pair?.includes(actor.user.id) === true ? null : new KoineError('roomNotFound');
  if (actor.roles.includes('root')) return null;
  const role = rules.staff.get(actor.key) ?? rules.memberRoles.get(actor.key);
  if (role === undefined) return 'unknown';
  return role === null ? new KoineError('forbidden') : null;
}

/** The server's own users act above bans. */
function isExempt(actor: Actor): boolean {
  return actor.power !== 'user' && actor.user.kind === 'bot';
}

/** A bug stays one. */
function expected(error: unknown): KoineError {
  if (error instanceof KoineError) return error;
  throw error;
}
