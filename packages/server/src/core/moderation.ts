import { KoineError, type Sanction, type SanctionKind } from '@koine/contract';
import type { Access } from './access.ts';
import type { Actor } from './actor.ts';
import type { Audit } from './audit.ts';
import type { SanctionStore, UserStore } from './ports/stores.ts';
import type { Bus, Clock, Ids } from './ports/world.ts';
import { isStaff } from './room-rules.ts';

export interface SanctionDraft {
  readonly kind: SanctionKind;
  /** `user:<id>`, or `ip:` with an address or a CIDR range in its one spelling. */
  readonly target: `user:${string}` | `ip:${string}`;
  /** `null`: for good. */
  readonly durationMs: number | null;
  readonly reason: string;
}

export interface ModerationDeps {
  readonly store: SanctionStore;
  readonly users: UserStore;
  readonly access: Access;
  readonly audit: Pick<Audit, 'note'>;
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

  /** In one room. Staff only; nobody bans root, the owner, or themself, and moderators do not ban each other: `forbidden`. */
  async sanction(actor: Actor, roomId: string, draft: SanctionDraft): Promise<Sanction> {
    const rules = await this.#deps.access.read(actor, roomId);
    if (!isStaff(actor, rules)) throw new KoineError('forbidden');
    const userId = userOf(draft.target);
    if (userId !== null) {
      const isAbove = rules.room.ownerId === userId || (await this.#isRoot(actor.appId, userId));
      const isPeer =
        rules.staff.has(userId) &&
        rules.room.ownerId !== actor.user.id &&
        actor.power === 'user' &&
        !actor.roles.includes('root');
      if (userId === actor.user.id || isAbove || isPeer) throw new KoineError('forbidden');
    }
    const sanction = await this.#put(actor, rules.room.appId, roomId, draft);
    this.#deps.bus.publish({ type: 'roomSanctionChanged', roomId, sanction, isLifted: false });
    this.#note(actor, 'sanction', sanction);
    return sanction;
  }

  /** Rejects with `forbidden`, `sanctionNotFound`. */
  async lift(actor: Actor, roomId: string, kind: SanctionKind, target: string): Promise<Sanction> {
    const rules = await this.#deps.access.read(actor, roomId);
    if (!isStaff(actor, rules)) throw new KoineError('forbidden');
    const sanction = await this.#deps.store.remove({
      appId: rules.room.appId,
      roomId,
      kind,
      target,
    });
    if (sanction === null) throw new KoineError('sanctionNotFound');
    this.#deps.bus.publish({ type: 'roomSanctionChanged', roomId, sanction, isLifted: true });
    this.#note(actor, 'lift', sanction);
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
    const userId = userOf(draft.target);
    if (userId !== null && (userId === actor.user.id || (await this.#isRoot(actor.appId, userId))))
      throw new KoineError('forbidden');
    const sanction = await this.#put(actor, actor.appId, null, draft);
    this.#deps.bus.publish({
      type: 'appSanctionChanged',
      appId: actor.appId,
      sanction,
      isLifted: false,
    });
    this.#note(actor, 'sanction', sanction);
    return sanction;
  }

  /** Rejects with `forbidden`, `sanctionNotFound`. */
  async liftInApp(actor: Actor, kind: SanctionKind, target: string): Promise<Sanction> {
    if (actor.power === 'user' && !actor.roles.includes('root')) throw new KoineError('forbidden');
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
    this.#note(actor, 'lift', sanction);
    return sanction;
  }

  #note(
    actor: Actor,
    action: string,
    { kind, appId, roomId, target, until, reason }: Sanction,
  ): void {
    const details = action === 'lift' ? { kind } : { kind, until };
    this.#deps.audit.note(actor, action, { appId, roomId, target, reason, details });
  }

  async #isRoot(appId: string, userId: string): Promise<boolean> {
    const user = await this.#deps.users.find(appId, { id: userId });
    return user?.roles.includes('root') === true;
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

/** `null`: the target is an address. */
function userOf(target: SanctionDraft['target']): string | null {
  return target.startsWith('user:') ? target.slice('user:'.length) : null;
}
