import {
  type GlobalRole,
  isSameUser,
  KoineError,
  type Sanction,
  type SanctionKind,
  type UserRef,
  userKeyOf,
} from '@koine/contract';
import type { Access } from './access.ts';
import type { Actor } from './actor.ts';
import type { Audit } from './audit.ts';
import type { Budgets } from './budgets.ts';
import type { SanctionStore, UserStore } from './ports/stores.ts';
import type { Bus, Clock, Ids } from './ports/world.ts';
import { isOwnedBy, isOwner, isStaff, type RoomRules } from './room-rules.ts';
import { shownTarget, userUnder } from './sanctions.ts';

export interface SanctionDraft {
  readonly kind: SanctionKind;
  /** `user:` as `targetOf` writes it, or `ip:` with an address or a CIDR range in its one spelling. */
  readonly target: `user:${string}` | `ip:${string}`;
  /** `null`: permanent. */
  readonly durationMs: number | null;
  readonly reason: string;
}

export interface ModerationDeps {
  readonly store: SanctionStore;
  readonly users: UserStore;
  readonly access: Access;
  readonly audit: Pick<Audit, 'track'>;
  readonly budgets: Budgets;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Bans and mutes. They act at once on live connections: each protocol hears of them from the bus. */
export class Moderation {
  readonly #deps: ModerationDeps;

  constructor(deps: ModerationDeps) {
    this.#deps = deps;
  }

  /** In one room. Staff only; nobody bans root, the owner, or themself, and moderators, of the room or of all, do not ban each other: `forbidden`. */
  async sanction(actor: Actor, roomId: string, draft: SanctionDraft): Promise<Sanction> {
    const rules = await this.#deps.access.read(actor, roomId);
    if (!isStaff(actor, rules)) throw new KoineError('forbidden');
    const user = userUnder({ appId: rules.room.appId, target: draft.target });
    if (user !== null) await this.assertMayRestrict(actor, rules, user);
    this.#deps.budgets.charge('moderation', actor);
    const sanction = await this.#put(actor, rules.room.appId, roomId, draft);
    this.#deps.bus.publish({ type: 'roomSanctionChanged', roomId, sanction, isLifted: false });
    this.#track(actor, 'sanction', sanction);
    return sanction;
  }

  /** Rejects with `forbidden`: the owner and root stand above, moderators beside each other, and nobody means themself. */
  async assertMayRestrict(actor: Actor, rules: RoomRules, user: UserRef): Promise<void> {
    const roles = await this.#globalRolesOf(user);
    const isAbove = isOwnedBy(user, rules.room) || roles.includes('root');
    const keepsOrder = rules.staff.has(userKeyOf(user)) || roles.length > 0;
    const isPeer = keepsOrder && !isOwner(actor, rules);
    if (isSameUser(user, actor.user) || isAbove || isPeer) throw new KoineError('forbidden');
  }

  /** Rejects with `forbidden`, `sanctionNotFound`. */
  async lift(actor: Actor, roomId: string, kind: SanctionKind, target: string): Promise<Sanction> {
    const rules = await this.#deps.access.read(actor, roomId);
    if (!isStaff(actor, rules)) throw new KoineError('forbidden');
    this.#deps.budgets.charge('moderation', actor);
    const sanction = await this.#deps.store.remove({
      appId: rules.room.appId,
      roomId,
      kind,
      target,
    });
    if (sanction === null) throw new KoineError('sanctionNotFound');
    this.#deps.bus.publish({ type: 'roomSanctionChanged', roomId, sanction, isLifted: true });
    this.#track(actor, 'lift', sanction);
    return sanction;
  }

  /** In force now, newest first. Staff only. */
  async list(actor: Actor, roomId: string): Promise<readonly Sanction[]> {
    const rules = await this.#deps.access.read(actor, roomId);
    if (!isStaff(actor, rules)) throw new KoineError('forbidden');
    return this.#deps.store.list(rules.room.appId, roomId, this.#deps.clock.now());
  }

  /** In every room of the actor's app. The app or the operator only; nobody bans root or themself: `forbidden`. */
  async sanctionInApp(actor: Actor, draft: SanctionDraft): Promise<Sanction> {
    if (actor.power === 'user' && !actor.roles.includes('root')) throw new KoineError('forbidden');
    const user = userUnder({ appId: actor.appId, target: draft.target });
    if (
      user !== null &&
      (isSameUser(user, actor.user) || (await this.#globalRolesOf(user)).includes('root'))
    )
      throw new KoineError('forbidden');
    this.#deps.budgets.charge('moderation', actor);
    const sanction = await this.#put(actor, actor.appId, null, draft);
    this.#deps.bus.publish({
      type: 'appSanctionChanged',
      appId: actor.appId,
      sanction,
      isLifted: false,
    });
    this.#track(actor, 'sanction', sanction);
    return sanction;
  }

  /** Rejects with `forbidden`, `sanctionNotFound`. */
  async liftInApp(actor: Actor, kind: SanctionKind, target: string): Promise<Sanction> {
    if (actor.power === 'user' && !actor.roles.includes('root')) throw new KoineError('forbidden');
    this.#deps.budgets.charge('moderation', actor);
    const sanction = await this.#deps.store.remove({
      appId: actor.appId,
      roomId: null,
      kind,
      target,
    });
    if (sanction === null) throw new KoineError('sanctionNotFound');
    this.#deps.bus.publish({
      type: 'appSanctionChanged',
      appId: actor.appId,
      sanction,
      isLifted: true,
    });
    this.#track(actor, 'lift', sanction);
    return sanction;
  }

  #track(actor: Actor, action: string, sanction: Sanction): void {
    const { kind, appId, roomId, until, reason } = sanction;
    const user = userUnder(sanction);
    const details = {
      ...(action === 'lift' ? { kind } : { kind, until }),
      ...(user !== null && user.appId !== appId && { userApp: user.appId }),
    };
    const target = shownTarget(sanction);
    this.#deps.audit.track(actor, action, { appId, roomId, target, reason, details });
  }

  async #globalRolesOf({ appId, id }: UserRef): Promise<readonly GlobalRole[]> {
    return (await this.#deps.users.find(appId, { id }))?.roles ?? [];
  }

  #put(
    actor: Actor,
    appId: string,
    roomId: string | null,
    draft: SanctionDraft,
  ): Promise<Sanction> {
    const now = this.#deps.clock.now();
    return this.#deps.store.put({
      id: this.#deps.ids.uuid(),
      kind: draft.kind,
      appId,
      roomId,
      target: draft.target,
      until: draft.durationMs === null ? null : now + draft.durationMs,
      reason: draft.reason.toWellFormed(),
      byUserId: actor.user.id,
      createdAt: now,
    });
  }
}
