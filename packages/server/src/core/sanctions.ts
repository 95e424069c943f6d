import {
  type CoreEvent,
  KoineError,
  localIdOf,
  type Sanction,
  type SanctionKind,
  type UserRef,
  userKeyOf,
  userOfLocalId,
} from '@koine/contract';
import type { Actor } from './actor.ts';
import { type AddressRange, isInRange, parseRange } from './address.ts';

const ADDRESS = 'ip:';
const USER = 'user:';

/** Of a sanction whom it is on. */
type Target = Pick<Sanction, 'appId' | 'target'>;

/** A user as the target of a sanction of an app, or of a room of it. */
export function targetOf(user: UserRef, appId: string): `user:${string}` {
  return `${USER}${localIdOf(user, appId)}`;
}

/** The user whom a sanction is on; `null`: it is on an address. */
export function userUnder({ appId, target }: Target): UserRef | null {
  return target.startsWith(USER) ? userOfLocalId(target.slice(USER.length), appId) : null;
}

/** The target as people read it: whose user it is stands beside it. */
export function shownTarget(sanction: Target): string {
  const user = userUnder(sanction);
  return user === null ? sanction.target : `${USER}${user.id}`;
}

/** Its beginning or end, as the room or the whole app receives it. */
export function sanctionChanged(sanction: Sanction, isLifted: boolean): CoreEvent {
  const { appId, roomId } = sanction;
  return roomId === null
    ? { type: 'appSanctionChanged', appId, sanction, isLifted }
    : { type: 'roomSanctionChanged', roomId, sanction, isLifted };
}

/** Bans and mutes of one room, or of a whole app, as they are asked for with every command: by user, by address, by range. */
export class Sanctions {
  readonly #byTarget = new Map<string, Sanction>();
  /** Those whose target is more than one address; nearly always none. */
  readonly #ranges = new Map<
    string,
    { readonly range: AddressRange; readonly sanction: Sanction }
  >();

  constructor(sanctions: readonly Sanction[]) {
    for (const sanction of sanctions) this.put(sanction);
  }

  get size(): number {
    return this.#byTarget.size;
  }

  /** One with the same kind and target is replaced. */
  put(sanction: Sanction): void {
    const key = keyOf(sanction);
    this.#byTarget.set(key, sanction);
    const range = rangeOf(sanction.target);
    if (range !== null) this.#ranges.set(key, { range, sanction });
  }

  remove(sanction: Sanction): void {
    this.#byTarget.delete(keyOf(sanction));
    this.#ranges.delete(keyOf(sanction));
  }

  /** One of this kind that is in force at `now` for the actor's user or address. */
  find(kind: SanctionKind, { user, ip }: Pick<Actor, 'user' | 'ip'>, now: number): Sanction | null {
    if (this.#byTarget.size === 0) return null;
    for (const target of [userKeyOf(user), `${ADDRESS}${ip}`]) {
      const sanction = this.#byTarget.get(`${kind} ${target}`);
      if (sanction !== undefined && isInForce(sanction, now)) return sanction;
    }
    for (const { range, sanction } of this.#ranges.values())
      if (sanction.kind === kind && isInForce(sanction, now) && isInRange(ip, range))
        return sanction;
    return null;
  }

  /** `banned` or `muted`, with `details.until`, while the actor's user or address is under such a sanction. */
  errorFor(kind: SanctionKind, actor: Actor, now: number): KoineError | null {
    const sanction = this.find(kind, actor, now);
    if (sanction === null) return null;
    const { until } = sanction;
    return new KoineError(kind === 'ban' ? 'banned' : 'muted', until === null ? {} : { until });
  }
}

function rangeOf(target: string): AddressRange | null {
  return target.startsWith(ADDRESS) && target.includes('/')
    ? parseRange(target.slice(ADDRESS.length))
    : null;
}

function isInForce({ until }: Sanction, now: number): boolean {
  return until === null || until > now;
}

/** Users by key: no address holds a line feed, so that the two are never taken for each other. */
function keyOf(sanction: Sanction): string {
  const user = userUnder(sanction);
  return `${sanction.kind} ${user === null ? sanction.target : userKeyOf(user)}`;
}
