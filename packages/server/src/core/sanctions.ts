import type { Sanction, SanctionKind } from '@koine/contract';
import type { Actor } from './actor.ts';
import { type AddressRange, isInRange, parseRange } from './address.ts';

const ADDRESS = 'ip:';

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
    const key = keyOf(sanction.kind, sanction.target);
    this.#byTarget.set(key, sanction);
    const range = rangeOf(sanction.target);
    if (range !== null) this.#ranges.set(key, { range, sanction });
  }

  remove({ kind, target }: Sanction): void {
    this.#byTarget.delete(keyOf(kind, target));
    this.#ranges.delete(keyOf(kind, target));
  }

  /** One of this kind that is in force at `now` for the actor's user or address. */
  find(kind: SanctionKind, { user, ip }: Pick<Actor, 'user' | 'ip'>, now: number): Sanction | null {
    if (this.#byTarget.size === 0) return null;
    for (const target of [`user:${user.id}`, `${ADDRESS}${ip}`]) {
      const sanction = this.#byTarget.get(keyOf(kind, target));
      if (sanction !== undefined && isInForce(sanction, now)) return sanction;
    }
    for (const { range, sanction } of this.#ranges.values())
      if (sanction.kind === kind && isInForce(sanction, now) && isInRange(ip, range))
        return sanction;
    return null;
  }
}

/** Whether a sanction's target is an address, or a range, that this one is in. */
export function coversAddress({ target }: Pick<Sanction, 'target'>, ip: string): boolean {
  if (!target.startsWith(ADDRESS)) return false;
  if (target === `${ADDRESS}${ip}`) return true;
  const range = rangeOf(target);
  return range !== null && isInRange(ip, range);
}

function rangeOf(target: string): AddressRange | null {
  return target.startsWith(ADDRESS) && target.includes('/')
    ? parseRange(target.slice(ADDRESS.length))
    : null;
}

function isInForce({ until }: Sanction, now: number): boolean {
  return until === null || until > now;
}

function keyOf(kind: SanctionKind, target: string): string {
  return `${kind} ${target}`;
}
