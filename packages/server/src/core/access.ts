import { KoineError, type MemberRole, type SanctionKind, type UserRef } from '@koine/contract';
import type { Actor } from './actor.ts';
import type { SanctionStore } from './ports/stores.ts';
import type { Bus, Clock } from './ports/world.ts';
import { isOwner, isStaff, type RoomRules, reaches } from './room-rules.ts';
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
 * Decides who may enter, read and write where. One function decides (`#readError`): for commands, for joins, and for live
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
      const error = this.#readError(actor, rules);
      if (error === null) return rules;
      if (error !== 'unknown') throw error;
      await this.#load(actor, rules);
    }
  }

  /** `read` for staff: moderators and above, apps and the operator. Rejects with `forbidden` too. */
  async readAsStaff(actor: Actor, roomId: string): Promise<RoomRules> {
    const rules = await this.read(actor, roomId);
    if (!isStaff(actor, rules)) throw new KoineError('forbidden');
    return rules;
  }

  /** `read` for the room's owner, its app, root and the operator. Rejects with `forbidden` too. */
  async readAsOwner(actor: Actor, roomId: string): Promise<RoomRules> {
    const rules = await this.read(actor, roomId);
    if (!isOwner(actor, rules)) throw new KoineError('forbidden');
    return rules;
  }

  /**
   * `read` without a wait, for a room in memory: true only when everything needed to admit the actor is known. The
   * path of every message. Throws `banned`.
   */
  isOpenTo(actor: Actor, rules: RoomRules): boolean {
    const error = this.#readError(actor, rules);
    if (error instanceof KoineError && error.code === 'banned') throw error;
    return error === null;
  }

  /** What the actor may do in the room: in the same tick where all that it takes is in memory. */
  standing(actor: Actor, roomId: string): Standing | Promise<Standing> {
    const rules = this.#rooms.peek(roomId);
    const read = rules === undefined ? 'unknown' : this.#readError(actor, rules);
    if (rules === undefined || read === 'unknown') return this.#loadStanding(actor, roomId);
    return { read, write: read ?? this.#writeError(actor, rules) };
  }

  /** Why the actor may do nothing at all in its app; `null`: it may. In the same tick where the app's sanctions are in memory. */
  inApp(actor: Actor): KoineError | null | Promise<KoineError | null> {
    const { appId } = actor;
    if (isExempt(actor)) return null;
    const find = () => this.#errorInApp(appId, 'ban', actor, this.#clock.now());
    return this.#appSanctions.has(appId) ? find() : this.#loadAppSanctions(appId).then(find);
  }

  /** Rejects with `banned` when the actor is banned from its whole app: it may not even listen. */
  async assertNotBanned(actor: Actor): Promise<void> {
    const error = await this.inApp(actor);
    if (error !== null) throw error;
  }

  /** Throws `muted` with `details.until`, or `userNotFound` where the other of two is no more. */
  assertMayWrite(actor: Actor, rules: RoomRules): void {
    const error = this.#writeError(actor, rules);
    if (error !== null) throw error;
  }

  /** The actor's role in a room; `null` when not a member. */
  roleOf(rules: RoomRules, user: UserRef): Promise<MemberRole | null> {
    return this.#rooms.roleOf(rules, user);
  }

  /** Why the actor may not read the room; `null`: it may; `unknown`: storage has to be asked first (`#load`). */
  #readError(actor: Actor, rules: RoomRules): KoineError | 'unknown' | null {
    const { room } = rules;
    if (!reaches(actor, room)) return new KoineError('roomNotFound');
    if (!this.#appSanctions.has(actor.appId) || !this.#appSanctions.has(room.appId))
      return 'unknown';
    if (actor.rooms !== null && !actor.rooms.includes(room.id)) return new KoineError('forbidden');
    return admissionError(actor, rules) ?? this.#sanctionError('ban', actor, rules);
  }

  /** Why an actor who may read may not write; `null`: it may. */
  #writeError(actor: Actor, rules: RoomRules): KoineError | null {
    const muted = this.#sanctionError('mute', actor, rules);
    if (muted !== null) return muted;
    return rules.room.pair?.includes(null) === true ? new KoineError('userNotFound') : null;
  }

  /** Reads what `#readError` misses. */
  async #load(actor: Actor, rules: RoomRules): Promise<void> {
    await this.#loadAppSanctions(rules.room.appId);
    await this.#loadAppSanctions(actor.appId);
    if (admissionError(actor, rules) === 'unknown') await this.#rooms.roleOf(rules, actor.user);
  }

  async #loadStanding(actor: Actor, roomId: string): Promise<Standing> {
    try {
      const rules = await this.read(actor, roomId);
      return { read: null, write: this.#writeError(actor, rules) };
    } catch (error) {
      if (!(error instanceof KoineError)) throw error;
      return { read: error, write: error };
    }
  }

  /**
   * In the room, in its whole app, and in the actor's own: an actor who is banned everywhere in the built-in app is so in other
   * apps' bridged rooms too.
   */
  #sanctionError(kind: SanctionKind, actor: Actor, rules: RoomRules): KoineError | null {
    if (isExempt(actor)) return null;
    const now = this.#clock.now();
    const { appId } = rules.room;
    const error =
      rules.sanctions.errorFor(kind, actor, now) ?? this.#errorInApp(appId, kind, actor, now);
    if (error !== null || actor.appId === appId) return error;
    return this.#errorInApp(actor.appId, kind, actor, now);
  }

  #errorInApp(appId: string, kind: SanctionKind, actor: Actor, now: number): KoineError | null {
    return this.#appSanctions.get(appId)?.errorFor(kind, actor, now) ?? null;
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
function admissionError(actor: Actor, rules: RoomRules): KoineError | 'unknown' | null {
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
