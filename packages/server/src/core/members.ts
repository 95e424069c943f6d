import { KoineError, type Member, type MemberRole } from '@koine/contract';
import type { Access } from './access.ts';
import type { Actor } from './actor.ts';
import type { Audit } from './audit.ts';
import { assertNoPathStep } from './ids.ts';
import type { List, ListQuery, MemberStore } from './ports/stores.ts';
import type { Bus, Clock } from './ports/world.ts';
import { isOwner, isStaff, type RoomRules } from './room-rules.ts';

export interface MembersDeps {
  readonly store: MemberStore;
  readonly access: Access;
  readonly audit: Pick<Audit, 'note'>;
  readonly bus: Bus;
  readonly clock: Clock;
}

/** Who belongs to a room. Announces `memberChanged` for every change. */
export class Members {
  readonly #deps: MembersDeps;

  constructor(deps: MembersDeps) {
    this.#deps = deps;
  }

  /** The actor becomes a member of a public room (or stays one, role unchanged). Rejections as `Access.read`. */
  async join(actor: Actor, roomId: string): Promise<Member> {
    const rules = await this.#deps.access.read(actor, roomId);
    return this.#put(
      rules,
      { userId: actor.user.id, userName: actor.user.name, role: 'member' },
      'keep',
    );
  }

  /** Rejects with `memberNotFound`. */
  async leave(actor: Actor, roomId: string): Promise<void> {
    const rules = await this.#deps.access.read(actor, roomId);
    await this.#remove(rules, actor.user.id, actor.user.name);
  }

  /** Staff and apps add whom they like; a new role needs the owner or the app. */
  async add(
    actor: Actor,
    roomId: string,
    member: { readonly userId: string; readonly userName: string; readonly role: MemberRole },
  ): Promise<Member> {
    assertNoPathStep(member.userId, 'user_id');
    const rules = await this.#deps.access.read(actor, roomId);
    const needsOwner = member.role !== 'member';
    if (needsOwner ? !isOwner(actor, rules) : !isStaff(actor, rules))
      throw new KoineError('forbidden');
    return this.#put(rules, member, 'replace');
  }

  /** Owner, app or root. The owner's own role stays. Rejects with `memberNotFound`, `forbidden`. */
  async setRole(actor: Actor, roomId: string, userId: string, role: MemberRole): Promise<Member> {
    const rules = await this.#deps.access.read(actor, roomId);
    if (!isOwner(actor, rules)) throw new KoineError('forbidden');
    if (rules.room.ownerId === userId && role !== 'owner') throw new KoineError('forbidden');
    const member = await this.#deps.store.find(roomId, userId);
    if (member === null) throw new KoineError('memberNotFound');
    const changed = await this.#put(rules, { userId, userName: member.userName, role }, 'replace');
    this.#noteRole(actor, rules, userId, role);
    return changed;
  }

  /** As `setRole`, for a user who need not be a member yet. */
  async promote(
    actor: Actor,
    roomId: string,
    user: { readonly id: string; readonly name: string },
    role: 'moderator' | 'member',
  ): Promise<Member> {
    const rules = await this.#deps.access.read(actor, roomId);
    if (!isOwner(actor, rules) || rules.room.ownerId === user.id) throw new KoineError('forbidden');
    const changed = await this.#put(
      rules,
      { userId: user.id, userName: user.name, role },
      'replace',
    );
    this.#noteRole(actor, rules, user.id, role);
    return changed;
  }

  /** Staff and apps remove others; the owner stays. Rejects with `memberNotFound`, `forbidden`. */
  async remove(actor: Actor, roomId: string, userId: string): Promise<void> {
    const rules = await this.#deps.access.read(actor, roomId);
    if (userId !== actor.user.id && !isStaff(actor, rules)) throw new KoineError('forbidden');
    if (rules.room.ownerId === userId && actor.power === 'user') throw new KoineError('forbidden');
    await this.#remove(rules, userId, userId);
    if (userId !== actor.user.id) this.#noteRole(actor, rules, userId, null);
  }

  /** Rejects with `memberNotFound`. */
  async get(actor: Actor, roomId: string, userId: string): Promise<Member> {
    await this.#deps.access.read(actor, roomId);
    const member = await this.#deps.store.find(roomId, userId);
    if (member === null) throw new KoineError('memberNotFound');
    return member;
  }

  async list(actor: Actor, roomId: string, query: ListQuery): Promise<List<Member>> {
    await this.#deps.access.read(actor, roomId);
    return this.#deps.store.list(roomId, query);
  }

  /** Moves the actor's read mark forward; returns where it stands. Rejects with `memberNotFound`. */
  async markRead(actor: Actor, roomId: string, seq: number): Promise<number> {
    await this.#deps.access.read(actor, roomId);
    return this.#deps.store.markRead(roomId, actor.user.id, seq);
  }

  /** `null`: put out of the room. */
  #noteRole(actor: Actor, { room }: RoomRules, userId: string, role: MemberRole | null): void {
    const action = role === null ? 'remove-member' : 'set-member-role';
    const details = role === null ? {} : { role };
    const subject = { appId: room.appId, roomId: room.id, target: `user:${userId}`, details };
    this.#deps.audit.note(actor, action, subject);
  }

  async #put(
    rules: RoomRules,
    member: { readonly userId: string; readonly userName: string; readonly role: MemberRole },
    ifExists: 'keep' | 'replace',
  ): Promise<Member> {
    const roomId = rules.room.id;
    const put = await this.#deps.store.put(
      roomId,
      { ...member, joinedAt: this.#deps.clock.now() },
      ifExists,
    );
    const { userId, userName, role } = put.member;
    if (put.isNew || ifExists === 'replace') {
      this.#deps.bus.publish({
        type: 'memberChanged',
        roomId,
        userId,
        userName,
        role,
        memberCount: put.memberCount,
      });
    }
    return put.member;
  }

  async #remove(rules: RoomRules, userId: string, userName: string): Promise<void> {
    const roomId = rules.room.id;
    const { wasMember, memberCount } = await this.#deps.store.remove(roomId, userId);
    if (!wasMember) throw new KoineError('memberNotFound');
    this.#deps.bus.publish({
      type: 'memberChanged',
      roomId,
      userId,
      userName,
      role: null,
      memberCount,
    });
  }
}
