import {
  type CoreEvent,
  KoineError,
  localIdOf,
  type MemberRole,
  type UserRef,
  userKeyOf,
} from '@koine/contract';
import type { Stores } from './ports/stores.ts';
import type { Bus, Clock } from './ports/world.ts';
import { RoomRules } from './room-rules.ts';

/**
 * Rules of the rooms in use, loaded once and kept true by the bus. When there are too many, the least recently
 * used are forgotten first (second chance: a use costs a flag, not a move in a list). Two that ask for a room at once
 * share one read, so a client's commands keep their order.
 */
export class RoomRulesCache {
  readonly #stores: RulesSource;
  readonly #clock: Clock;
  readonly #roomsMax: number;
  readonly #rules = new Map<string, RoomRules>();
  readonly #loading = new Map<string, Promise<RoomRules | null>>();
  /** Rooms that changed while they were being read: what was read may be older than the change. */
  readonly #outdated = new Set<string>();

  constructor(stores: RulesSource, bus: Bus, clock: Clock, roomsMax: number) {
    this.#stores = stores;
    this.#clock = clock;
    this.#roomsMax = roomsMax;
    bus.subscribe((event) => this.#apply(event));
  }

  /** The rules if they are in memory. */
  peek(roomId: string): RoomRules | undefined {
    const rules = this.#rules.get(roomId);
    if (rules !== undefined) rules.isInUse = true;
    return rules;
  }

  /** `null`: no such room. */
  async get(roomId: string): Promise<RoomRules | null> {
    const known = this.peek(roomId);
    if (known !== undefined) return known;
    let loading = this.#loading.get(roomId);
    if (loading === undefined) {
      loading = this.#load(roomId).finally(() => this.#loading.delete(roomId));
      this.#loading.set(roomId, loading);
    }
    return loading;
  }

  /** Rejects with `roomNotFound`. */
  async require(roomId: string): Promise<RoomRules> {
    const rules = await this.get(roomId);
    if (rules === null) throw new KoineError('roomNotFound');
    return rules;
  }

  /** The user's role, `null` when not a member. */
  async roleOf(rules: RoomRules, user: UserRef): Promise<MemberRole | null> {
    const key = userKeyOf(user);
    const known = rules.staff.get(key) ?? rules.memberRoles.get(key);
    if (known !== undefined) return known;
    const { id, appId } = rules.room;
    const member = await this.#stores.members.find(id, localIdOf(user, appId));
    // What the bus has delivered meanwhile is newer than what was read.
    const delivered = rules.staff.get(key) ?? rules.memberRoles.get(key);
    if (delivered !== undefined) return delivered;
    const role = member?.role ?? null;
    if (rules.room.kind !== 'public') rules.memberRoles.set(key, role);
    return role;
  }

  async #load(roomId: string): Promise<RoomRules | null> {
    let stored: Awaited<ReturnType<Stores['rooms']['rules']>>;
    do {
      this.#outdated.delete(roomId);
      stored = await this.#stores.rooms.rules(roomId, this.#clock.now());
    } while (this.#outdated.has(roomId));
    if (stored === null) return null;
    const rules = new RoomRules(stored);
    if (this.#rules.size >= this.#roomsMax) this.#forgetOne();
    this.#rules.set(roomId, rules);
    return rules;
  }

  #forgetOne(): void {
    for (const [roomId, rules] of this.#rules) {
      this.#rules.delete(roomId);
      if (!rules.isInUse) return;
      rules.isInUse = false;
      this.#rules.set(roomId, rules);
    }
  }

  #apply(event: CoreEvent): void {
    switch (event.type) {
      case 'roomUpdated':
      case 'roomDeleted':
      case 'memberChanged':
      case 'roomSanctionChanged': {
        if (this.#loading.has(event.roomId)) this.#outdated.add(event.roomId);
        const rules = this.#rules.get(event.roomId);
        if (rules !== undefined) this.#change(rules, event);
      }
    }
  }

  #change(rules: RoomRules, event: RulesEvent): void {
    switch (event.type) {
      case 'roomUpdated':
        // While a room is open to all, who joins and leaves is not kept: it is read anew when members only are admitted again.
        if (event.room.kind === 'public') rules.memberRoles.clear();
        rules.room = event.room;
        return;
      case 'roomDeleted':
        this.#rules.delete(event.roomId);
        return;
      case 'memberChanged': {
        const user = userKeyOf(event.user);
        rules.room = { ...rules.room, memberCount: event.memberCount };
        if (rules.room.kind !== 'public') rules.memberRoles.set(user, event.role);
        if (event.role === 'owner' || event.role === 'moderator') rules.staff.set(user, event.role);
        else rules.staff.delete(user);
        return;
      }
      case 'roomSanctionChanged':
        if (event.isLifted) rules.sanctions.remove(event.sanction);
        else rules.sanctions.put(event.sanction);
        return;
    }
  }
}

/** What it reads of the stores. */
export interface RulesSource {
  readonly rooms: Pick<Stores['rooms'], 'rules'>;
  readonly members: Pick<Stores['members'], 'find'>;
}

type RulesEvent = Extract<
  CoreEvent,
  { readonly type: 'roomUpdated' | 'roomDeleted' | 'memberChanged' | 'roomSanctionChanged' }
>;
