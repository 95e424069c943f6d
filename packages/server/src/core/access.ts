import { KoineError, type MemberRole, type UserRef, userKeyOf } from '@koine/contract';
import type { Actor } from './actor.ts';
import type { SanctionStore } from './ports/stores.ts';
import type { Bus, Clock } from './ports/world.ts';
import { assertUnsanctioned, type RoomRules, reaches } from './room-rules.ts';
import type { RoomRulesCache } from './room-rules-cache.ts';
import { Sanctions } from './sanctions.ts';

/** Decides who may enter, read and write where. */
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
    const known = this.#rooms.peek(roomId);
    if (known !== undefined && this.isOpenTo(actor, known)) return known;
    const rules = await this.#rooms.need(roomId);
    if (!reaches(actor, rules.room)) throw new KoineError('roomNotFound');
    await this.#loadAppSanctions(rules.room.appId);
    await this.#assertAdmitted(actor, rules);
    this.#assertNot('ban', actor, rules);
    return rules;
  }

  /**
   * `read` without a wait, for a room in memory: true only when everything needed to admit the actor is known. The
   * path of every message.
   */
  isOpenTo(actor: Actor, rules: RoomRules): boolean {
    const { room } = rules;
    if (!this.#appSanctions.has(room.appId) || !reaches(actor, room)) return false;
    if (actor.rooms !== null && !actor.rooms.includes(room.id)) return false;
    const isAdmitted =
      room.kind === 'public' ||
      actor.power !== 'user' ||
      (room.kind === 'direct'
        ? room.pair?.includes(actor.user.id) === true
        : rules.memberRoles.get(userKeyOf(actor.user)) != null ||
          rules.staff.has(userKeyOf(actor.user)));
    if (!isAdmitted) return false;
    this.#assertNot('ban', actor, rules);
    return true;
  }

  /** Rejects with `banned` when the actor is banned from its whole app: it may not even listen. */
  async assertNotBanned(actor: Actor): Promise<void> {
    await this.#loadAppSanctions(actor.appId);
    const sanctions = this.#appSanctions.get(actor.appId);
    if (sanctions !== undefined) assertUnsanctioned(sanctions, 'ban', actor, this.#clock.now());
  }

  /** Throws `muted` with `details.until`. */
  assertMayWrite(actor: Actor, rules: RoomRules): void {
    this.#assertNot('mute', actor, rules);
  }

  /** The actor's role in a room; `null` when not a member. */
  roleOf(rules: RoomRules, user: UserRef): Promise<MemberRole | null> {
    return this.#rooms.roleOf(rules, user);
  }

  #assertNot(kind: 'ban' | 'mute', actor: Actor, rules: RoomRules): void {
    if (actor.power !== 'user' && actor.user.kind === 'bot') return;
    const now = this.#clock.now();
    rules.assertNot(kind, actor, now);
    const app = this.#appSanctions.get(rules.room.appId);
    if (app !== undefined) assertUnsanctioned(app, kind, actor, now);
  }

  async #assertAdmitted(actor: Actor, rules: RoomRules): Promise<void> {
    const { room } = rules;
    if (actor.rooms !== null && !actor.rooms.includes(room.id)) throw new KoineError('forbidden');
    if (room.kind === 'public' || actor.power !== 'user') return;
    if (room.kind === 'direct') {
      if (room.pair?.includes(actor.user.id) !== true) throw new KoineError('roomNotFound');
      return;
    }
    if ((await this.#rooms.roleOf(rules, actor.user)) === null && !actor.roles.includes('root'))
      throw new KoineError('forbidden');
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
