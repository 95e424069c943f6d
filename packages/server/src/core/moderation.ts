import {
  type GlobalRole,
  isSameUser,
  KoineError,
  type Sanction,
  type SanctionKind,
  type UserRef,
  userKeyOf,
} from '@koine/contract';
import type { Actor } from './actor.ts';
import { assertApp } from './authority.ts';
import type { SanctionStore, UserStore } from './ports/stores.ts';
import { isOwnedBy, isOwner, type RoomRules } from './room-rules.ts';
import { sanctionChanged, shownTarget, userUnder } from './sanctions.ts';
import type { CoreWorld } from './world.ts';

export interface SanctionDraft {
  readonly kind: SanctionKind;
  /** `user:` as `targetOf` writes it, or `ip:` with an address or a CIDR range in its one spelling. */
  readonly target: `user:${string}` | `ip:${string}`;
  /** `null`: permanent. */
  readonly durationMs: number | null;
  readonly reason: string;
}

export interface ModerationDeps
  extends Pick<CoreWorld, 'access' | 'audit' | 'budgets' | 'bus' | 'clock' | 'ids'> {
  readonly store: SanctionStore;
  readonly users: UserStore;
}

/** Bans and mutes. They act at once on live connections: each protocol receives them from the bus. */
export class Moderation {
  readonly #deps: ModerationDeps;

  constructor(deps: ModerationDeps) {
    this.#deps = deps;
  }

  /** In one room. Staff only; root, the owner and the actor cannot be banned, and moderators, of the room or of all, do not ban each other: `forbidden`. */
  async sanction(actor: Actor, roomId: string, draft: SanctionDraft): Promise<Sanction> {
    const rules = await this.#deps.access.readAsStaff(actor, roomId);
    const user = userUnder({ appId: rules.room.appId, target: draft.target });
    if (user !== null) await this.assertMayRestrict(actor, rules, user);
    return this.#put(actor, rules.room.appId, roomId, draft);
  }

  /** Rejects with `forbidden`: the owner and root stand above, moderators beside each other, and no actor means themself. */
  async assertMayRestrict(actor: Actor, rules: RoomRules, user: UserRef): Promise<void> {
    const roles = await this.#globalRolesOf(user);
    const isAbove = isOwnedBy(user, rules.room) || roles.includes('root');
    const isModerator = rules.staff.has(userKeyOf(user)) || roles.length > 0;
    const isPeer = isModerator && !isOwner(actor, rules);
    if (isSameUser(user, actor.user) || isAbove || isPeer) throw new KoineError('forbidden');
  }

  /** Rejects with `forbidden`, `sanctionNotFound`. */
  async lift(actor: Actor, roomId: string, kind: SanctionKind, target: string): Promise<Sanction> {
    const { room } = await this.#deps.access.readAsStaff(actor, roomId);
    return this.#remove(actor, { appId: room.appId, roomId, kind, target });
  }

  /** In force now, newest first. Staff only. */
  async list(actor: Actor, roomId: string): Promise<readonly Sanction[]> {
    const { room } = await this.#deps.access.readAsStaff(actor, roomId);
    return this.#deps.store.list(room.appId, roomId, this.#deps.clock.now());
  }

  /** In every room of the actor's app. The app or the operator only; root and the actor cannot be banned: `forbidden`. */
  async sanctionInApp(actor: Actor, draft: SanctionDraft): Promise<Sanction> {
    assertApp(actor);
    const user = userUnder({ appId: actor.appId, target: draft.target });
    if (
      user !== null &&
      (isSameUser(user, actor.user) || (await this.#globalRolesOf(user)).includes('root'))
    )
      throw new KoineError('forbidden');
    return this.#put(actor, actor.appId, null, draft);
  }

  /** Rejects with `forbidden`, `sanctionNotFound`. */
  async liftInApp(actor: Actor, kind: SanctionKind, target: string): Promise<Sanction> {
    assertApp(actor);
    return this.#remove(actor, { appId: actor.appId, roomId: null, kind, target });
  }

  async #globalRolesOf({ appId, id }: UserRef): Promise<readonly GlobalRole[]> {
    return (await this.#deps.users.find(appId, { id }))?.roles ?? [];
  }

  async #put(
    actor: Actor,
    appId: string,
    roomId: string | null,
    { kind, target, durationMs, reason }: SanctionDraft,
  ): Promise<Sanction> {
    const { budgets, clock, ids, store } = this.#deps;
    budgets.charge('moderation', actor);
    const now = clock.now();
    const sanction = await store.put({
      id: ids.uuid(),
      kind,
      appId,
      roomId,
      target,
      until: durationMs === null ? null : now + durationMs,
      reason: reason.toWellFormed(),
      byUserId: actor.user.id,
      createdAt: now,
    });
    this.#announce(actor, sanction, false);
    return sanction;
  }

  async #remove(
    actor: Actor,
    scope: Pick<Sanction, 'appId' | 'roomId' | 'kind' | 'target'>,
  ): Promise<Sanction> {
    this.#deps.budgets.charge('moderation', actor);
    const sanction = await this.#deps.store.remove(scope);
    if (sanction === null) throw new KoineError('sanctionNotFound');
    this.#announce(actor, sanction, true);
    return sanction;
  }

  #announce(actor: Actor, sanction: Sanction, isLifted: boolean): void {
    this.#deps.bus.publish(sanctionChanged(sanction, isLifted));
    const { kind, appId, roomId, until, reason } = sanction;
    const user = userUnder(sanction);
    const details = {
      ...(isLifted ? { kind } : { kind, until }),
      ...(user !== null && user.appId !== appId && { userApp: user.appId }),
    };
    const subject = { appId, roomId, target: shownTarget(sanction), reason, details };
    this.#deps.audit.track(actor, isLifted ? 'lift' : 'sanction', subject);
  }
}
