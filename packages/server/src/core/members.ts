import {
  isSameUser,
  KoineError,
  localIdOf,
  type Member,
  type MemberChanged,
  type MemberRole,
  type UserRef,
  userKeyOf,
} from '@koine/contract';
import type { Actor } from './actor.ts';
import { assertId } from './ids.ts';
import type { List, ListQuery, MemberStore } from './ports/stores.ts';
import { isOwnedBy, isOwner, isStaff, type RoomRules } from './room-rules.ts';
import type { CoreWorld } from './world.ts';

export interface MembersDeps
  extends Pick<CoreWorld, 'access' | 'audit' | 'budgets' | 'bus' | 'clock'> {
  readonly store: MemberStore;
}

/** Staff, over those who are none; over moderators only the owner, the app or root. */
function assertStandsAbove(actor: Actor, rules: RoomRules, user: UserRef): void {
  const isAbove = rules.staff.has(userKeyOf(user)) ? isOwner(actor, rules) : isStaff(actor, rules);
  if (!isAbove) throw new KoineError('forbidden');
}

interface NamedMember {
  readonly user: UserRef;
  readonly userName: string;
  readonly role: MemberRole;
}

/** Participants of rooms. Announces `memberChanged` for every change. */
export class Members {
  readonly #deps: MembersDeps;

  constructor(deps: MembersDeps) {
    this.#deps = deps;
  }

  /** The actor becomes a member of a public room (or stays one, role unchanged). Rejections as `Access.read`. */
  async join(actor: Actor, roomId: string): Promise<Member> {
    const rules = await this.#deps.access.read(actor, roomId);
    const { user } = actor;
    return this.#put(rules, { user, userName: user.name, role: 'member' }, 'keep');
  }

  /** Rejects with `memberNotFound`. */
  async leave(actor: Actor, roomId: string): Promise<void> {
    const rules = await this.#deps.access.read(actor, roomId);
    this.#deps.budgets.charge('membership', actor);
    await this.#remove(rules, actor.user, actor.user.name);
  }

  /** Staff and apps add whom they like; a new role needs the owner or the app. */
  async add(actor: Actor, roomId: string, member: NamedMember): Promise<Member> {
    assertId(member.user.id, 'user_id');
    const rules = await this.#deps.access.read(actor, roomId);
    const needsOwner = member.role !== 'member';
    if (needsOwner && !isOwner(actor, rules)) throw new KoineError('forbidden');
    assertStandsAbove(actor, rules, member.user);
    this.#deps.budgets.charge('moderation', actor);
    return this.#put(rules, member, 'replace');
  }

  /** Owner, app or root. The owner's own role stays. Rejects with `memberNotFound`, `forbidden`. */
  async setRole(actor: Actor, roomId: string, user: UserRef, role: MemberRole): Promise<Member> {
    const rules = await this.#deps.access.readAsOwner(actor, roomId);
    if (isOwnedBy(user, rules.room) && role !== 'owner') throw new KoineError('forbidden');
    const { userName } = await this.#find(rules, user);
    return this.#changeRole(actor, rules, { user, userName, role });
  }

  /** As `setRole`, for a user who need not be a member yet. */
  async promote(
    actor: Actor,
    roomId: string,
    user: UserRef & { readonly name: string },
    role: 'moderator' | 'member',
  ): Promise<Member> {
    const rules = await this.#deps.access.readAsOwner(actor, roomId);
    if (isOwnedBy(user, rules.room)) throw new KoineError('forbidden');
    return this.#changeRole(actor, rules, { user, userName: user.name, role });
  }

  /** Staff and apps remove others; the owner stays. Rejects with `memberNotFound`, `forbidden`. */
  async remove(actor: Actor, roomId: string, user: UserRef): Promise<void> {
    const rules = await this.#deps.access.read(actor, roomId);
    const isOther = !isSameUser(user, actor.user);
    if (isOther) assertStandsAbove(actor, rules, user);
    if (isOwnedBy(user, rules.room) && actor.power === 'user') throw new KoineError('forbidden');
    this.#deps.budgets.charge('moderation', actor);
    await this.#remove(rules, user, user.id);
    if (isOther) this.#trackRole(actor, rules, user, null);
  }

  /** Rejects with `memberNotFound`. */
  async get(actor: Actor, roomId: string, user: UserRef): Promise<Member> {
    return this.#find(await this.#deps.access.read(actor, roomId), user);
  }

  async list(actor: Actor, roomId: string, query: ListQuery): Promise<List<Member>> {
    await this.#deps.access.read(actor, roomId);
    return this.#deps.store.list(roomId, query);
  }

  /** Moves the actor's read mark forward; returns where it stands. Rejects with `memberNotFound`. */
  async markRead(actor: Actor, roomId: string, seq: number): Promise<number> {
    const { room } = await this.#deps.access.read(actor, roomId);
    return this.#deps.store.markRead(roomId, localIdOf(actor.user, room.appId), seq);
  }

  async #changeRole(actor: Actor, rules: RoomRules, member: NamedMember): Promise<Member> {
    this.#deps.budgets.charge('moderation', actor);
    const changed = await this.#put(rules, member, 'replace');
    this.#trackRole(actor, rules, member.user, member.role);
    return changed;
  }

  async #find({ room }: RoomRules, user: UserRef): Promise<Member> {
    const member = await this.#deps.store.find(room.id, localIdOf(user, room.appId));
    if (member === null) throw new KoineError('memberNotFound');
    return member;
  }

  /** `null`: put out of the room. */
  #trackRole(actor: Actor, { room }: RoomRules, user: UserRef, role: MemberRole | null): void {
    const action = role === null ? 'remove-member' : 'set-member-role';
    const details = {
      ...(role !== null && { role }),
      ...(user.appId !== room.appId && { userApp: user.appId }),
    };
    const target = `user:${user.id}`;
    const subject = { appId: room.appId, roomId: room.id, target, details };
    this.#deps.audit.track(actor, action, subject);
  }

  async #put(
    rules: RoomRules,
    { user, userName, role }: NamedMember,
    ifExists: 'keep' | 'replace',
  ): Promise<Member> {
    const { id: roomId, appId } = rules.room;
    const joinedAt = this.#deps.clock.now();
    const member = { userId: localIdOf(user, appId), userName, role, joinedAt };
    const put = await this.#deps.store.put(roomId, member, ifExists);
    if (put.isNew || ifExists === 'replace') {
      const { userName, role } = put.member;
      this.#announce(roomId, { user, userName, role }, put.memberCount);
    }
    return put.member;
  }

  async #remove({ room }: RoomRules, user: UserRef, userName: string): Promise<void> {
    const { id: roomId, appId } = room;
    const { wasMember, memberCount } = await this.#deps.store.remove(
      roomId,
      localIdOf(user, appId),
    );
    if (!wasMember) throw new KoineError('memberNotFound');
    this.#announce(roomId, { user, userName, role: null }, memberCount);
  }

  #announce(
    roomId: string,
    member: Pick<MemberChanged, 'user' | 'userName' | 'role'>,
    memberCount: number,
  ): void {
    this.#deps.bus.publish({ type: 'memberChanged', roomId, ...member, memberCount });
  }
}
