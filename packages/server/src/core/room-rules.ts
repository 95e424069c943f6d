import {
  type CoreEvent,
  DEFAULT_APP_ID,
  type ErrorCode,
  KoineError,
  type MemberRole,
  type Room,
  type Sanction,
  type SanctionKind,
} from '@koine/contract';
import type { Actor } from './actor.ts';
import type { RoomRules as StoredRules, Stores } from './ports/stores.ts';
import type { Bus, Clock } from './ports/world.ts';

/** Moderators and above: a room's staff is exempt from slow mode and may remove what others wrote. */
export function isStaff(actor: Actor, rules: RoomRules): boolean {
  return actor.power !== 'user' || actor.roles.length > 0 || rules.staff.has(actor.user.id);
}

/** Who may change the room itself and name its moderators. */
export function isOwner(actor: Actor, rules: RoomRules): boolean {
  return (
    actor.power !== 'user' || actor.roles.includes('root') || rules.room.ownerId === actor.user.id
  );
}

/** What decides who may do what in one room, kept in memory while the room is in use. Counters in `room` may be stale. */
export class RoomRules {
  room: Room;
  readonly staff: Map<string, MemberRole>;
  readonly sanctions = new Map<string, Sanction>();
  /** Known answers to "is this user a member?", for rooms that admit members only. */
  readonly memberRoles = new Map<string, MemberRole | null>();
  /** Monotonic ms of each user's latest message, while slow mode is on. */
  readonly lastSentAt = new Map<string, number>();

  constructor(stored: StoredRules) {
    this.room = stored.room;
    this.staff = new Map(stored.staff);
    for (const sanction of stored.sanctions)
      this.sanctions.set(sanctionKey(sanction.kind, sanction.target), sanction);
  }

  /** Throws when the actor is under such a sanction here, with `details.until`. Staff is not exempt: nobody bans the owner. */
  assertNot(kind: SanctionKind, actor: Actor, now: number): void {
    if (this.sanctions.size > 0) assertUnsanctioned(this.sanctions, kind, actor, now);
  }
}

export function sanctionKey(kind: SanctionKind, target: string): string {
  return `${kind} ${target}`;
}

/** Throws `banned` or `muted` when the actor's user or address is under a sanction in force at `now`. */
export function assertUnsanctioned(
  sanctions: ReadonlyMap<string, Sanction>,
  kind: SanctionKind,
  actor: Actor,
  now: number,
): void {
  for (const target of [`user:${actor.user.id}`, `ip:${actor.ip}`]) {
    const sanction = sanctions.get(sanctionKey(kind, target));
    if (sanction === undefined || (sanction.until !== null && sanction.until <= now)) continue;
    const code: ErrorCode = kind === 'ban' ? 'banned' : 'muted';
    throw new KoineError(code, sanction.until === null ? {} : { until: sanction.until });
  }
}

/**
 * Rules of the rooms in use, loaded once, kept true by the bus, and forgotten least recently used first. Two that ask for
 * a room at once share one read, so a client's commands keep their order.
 */
export class RoomRulesCache {
  readonly #stores: Pick<Stores, 'rooms' | 'members'>;
  readonly #clock: Clock;
  readonly #roomsMax: number;
  readonly #rules = new Map<string, RoomRules>();
  readonly #loading = new Map<string, Promise<RoomRules | null>>();

  constructor(stores: Pick<Stores, 'rooms' | 'members'>, bus: Bus, clock: Clock, roomsMax: number) {
    this.#stores = stores;
    this.#clock = clock;
    this.#roomsMax = roomsMax;
    bus.subscribe((event) => this.#apply(event));
  }

  /** The rules if they are in memory. */
  peek(roomId: string): RoomRules | undefined {
    return this.#rules.get(roomId);
  }

  /** `null`: no such room. */
  async get(roomId: string): Promise<RoomRules | null> {
    const known = this.#rules.get(roomId);
    if (known !== undefined) return known;
    let loading = this.#loading.get(roomId);
    if (loading === undefined) {
      loading = this.#load(roomId).finally(() => this.#loading.delete(roomId));
      this.#loading.set(roomId, loading);
    }
    return loading;
  }

  /** Rejects with `roomNotFound`. */
  async need(roomId: string): Promise<RoomRules> {
    const rules = await this.get(roomId);
    if (rules === null) throw new KoineError('roomNotFound');
    return rules;
  }

  /** The user's role, `null` when not a member. */
  async roleOf(rules: RoomRules, userId: string): Promise<MemberRole | null> {
    const staff = rules.staff.get(userId);
    if (staff !== undefined) return staff;
    const known = rules.memberRoles.get(userId);
    if (known !== undefined) return known;
    const member = await this.#stores.members.find(rules.room.id, userId);
    const role = member?.role ?? null;
    rules.memberRoles.set(userId, role);
    return role;
  }

  async #load(roomId: string): Promise<RoomRules | null> {
    const stored = await this.#stores.rooms.rules(roomId, this.#clock.now());
    if (stored === null) return null;
    const rules = new RoomRules(stored);
    if (this.#rules.size >= this.#roomsMax) this.#forgetOldest();
    this.#rules.set(roomId, rules);
    return rules;
  }

  #forgetOldest(): void {
    for (const roomId of this.#rules.keys()) {
      this.#rules.delete(roomId);
      return;
    }
  }

  #apply(event: CoreEvent): void {
    if (!('roomId' in event)) return;
    const rules = this.#rules.get(event.roomId);
    if (rules === undefined) return;
    switch (event.type) {
      case 'roomUpdated':
        rules.room = event.room;
        return;
      case 'roomDeleted':
        this.#rules.delete(event.roomId);
        return;
      case 'memberChanged':
        rules.memberRoles.set(event.userId, event.role);
        if (event.role === 'owner' || event.role === 'moderator')
          rules.staff.set(event.userId, event.role);
        else rules.staff.delete(event.userId);
        return;
      case 'roomSanctionChanged': {
        const key = sanctionKey(event.sanction.kind, event.sanction.target);
        if (event.isLifted) rules.sanctions.delete(key);
        else rules.sanctions.set(key, event.sanction);
        return;
      }
    }
  }
}

/**
 * Whether the actor's side of the walls reaches the room at all: its own app's rooms, and bridged public rooms of other apps for
 * users of the default app. Another app's room does not exist for anyone else.
 */
export function reaches(actor: Actor, room: Room): boolean {
  if (room.appId === actor.appId) return true;
  return actor.appId === DEFAULT_APP_ID && room.bridged && room.kind === 'public';
}
