import {
  DEFAULT_APP_ID,
  isSameUser,
  type MemberRole,
  type Room,
  type UserKey,
  type UserRef,
  userKeyOf,
  userOfLocalId,
} from '@koine/contract';
import type { Actor } from './actor.ts';
import { BoundedMap } from './bounded-map.ts';
import type { RoomRules as StoredRules } from './ports/stores.ts';
import { Sanctions } from './sanctions.ts';

/** Moderators and above: a room's staff is exempt from slow mode and may remove what others wrote. */
export function isStaff(actor: Actor, rules: RoomRules): boolean {
  return actor.power !== 'user' || actor.roles.length > 0 || rules.staff.has(userKeyOf(actor.user));
}

/** Who may change the room itself and name its moderators. */
export function isOwner(actor: Actor, rules: RoomRules): boolean {
  return (
    actor.power !== 'user' || actor.roles.includes('root') || isOwnedBy(actor.user, rules.room)
  );
}

/** A room's owner is a user of its app. */
export function isOwnedBy(user: UserRef, { ownerId, appId }: Room): boolean {
  return ownerId !== null && isSameUser(user, { appId, id: ownerId });
}

/**
 * Users of one room whose role, or latest message in slow mode, is in memory. A role that is not is read again; as many senders
 * within a slow mode's seconds there are not.
 */
const USERS_MAX = 10_000;

/** What decides who may do what in one room, kept in memory while the room is in use. Counters in `room` may be stale. */
export class RoomRules {
  room: Room;
  readonly staff: Map<UserKey, MemberRole>;
  readonly sanctions: Sanctions;
  /** Known answers to "is this user a member?", for rooms that admit members only. */
  readonly memberRoles = new BoundedMap<UserKey, MemberRole | null>(USERS_MAX);
  /** Looked at since the cache last thought of forgetting it. */
  isInUse = false;
  /** Monotonic ms of each user's latest message, while slow mode is on. */
  readonly lastSentAt = new BoundedMap<UserKey, number>(USERS_MAX);

  constructor(stored: StoredRules) {
    this.room = stored.room;
    const { appId } = stored.room;
    this.staff = new Map(
      Array.from(stored.staff, ([id, role]) => [userKeyOf(userOfLocalId(id, appId)), role]),
    );
    this.sanctions = new Sanctions(stored.sanctions);
  }
}

/**
 * Whether the actor's side of the walls reaches the room at all: its own app's rooms, and bridged public rooms of other apps for
 * users of the default app. Another app's room does not exist for anyone else.
 */
export function reaches(actor: Actor, room: Room): boolean {
  if (room.appId === actor.appId) return true;
  // A key's power over its own app's rooms must not come along.
  const isVisitor = actor.appId === DEFAULT_APP_ID && actor.power !== 'app';
  return isVisitor && room.bridged && room.kind === 'public';
}
