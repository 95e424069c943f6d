import { type AllLimits, KoineError, NO_APP_ID } from '@koine/contract';
import type { Actor } from './actor.ts';
import type { AddressGroup } from './address.ts';
import { COSTS } from './address-throttle.ts';
import type { Clock } from './ports/world.ts';
import { SlidingWindow, UNLIMITED } from './sliding-window.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Rate {
  /** The name of a limit. */
  readonly limit: string;
  readonly windowMs: number;
  /** A setting that the limit is multiplied by. */
  readonly times?: string;
  /** What is counted, in words for people. */
  readonly unit: string;
}

/**
 * Whose a budget is. `user`: one user's of one app, and beside it their address group's, `limits.addressFactor` times as much,
 * where people choose their own id; `connection`: one session's; `address`: one group of addresses'; `app`: all calls' under
 * one app's key, or one token's user's.
 */
export interface Budget {
  readonly by: 'user' | 'connection' | 'address' | 'app';
  /** All must allow it. */
  readonly rates: readonly Rate[];
}

export const perMinute = (limit: string, unit: string, times?: string): Rate => ({
  limit,
  windowMs: MINUTE_MS,
  unit,
  ...(times !== undefined && { times }),
});
export const perHour = (limit: string, unit: string): Rate => ({ limit, windowMs: HOUR_MS, unit });

/** Beside what it costs by itself: whatever a connection sends, or only what is not a message that was stored. */
export const framesOf = (limit: string) =>
  ({ by: 'connection', rates: [perMinute(limit, 'messages', 'framesFactor')] }) as const;

export const ofUser = (...rates: readonly Rate[]) => ({ by: 'user', rates }) as const;
export const ofAddress = (limit: string, unit: string) =>
  ({ by: 'address', rates: [perMinute(limit, unit)] }) as const;

export type BudgetTable = Readonly<Record<string, Budget>>;

/**
 * What may be asked for how often, whichever protocol it comes by. A protocol has a table of its own for its messages, frames and
 * calls. Anyone who adds a command adds its row: what asks for it names the row, and the suite over all budgets
 * (test/budgets.test.ts) has a case for each.
 *
 * Not here, since they refuse nothing: typing, which is paced in silence (`typing.ts`), and `/health` and `/metrics`, whose
 * work is done once a second at most and shared (`shared-work.ts`).
 */
export const BUDGETS = {
  deletion: ofUser(perMinute('deletesPerMinute', 'deletions')),
  // The document that has reactions words this limit so.
  reaction: ofUser(perMinute('reactionsTogglesPerMinute', 'messages')),
  newRoom: ofUser(perHour('roomsPerHour', 'new rooms')),
  newConversation: ofUser(perHour('conversationsPerHour', 'new conversations')),
  rename: ofUser(perHour('renamesPerHour', 'renames')),
  /** Becoming a member by a call. */
  membership: ofUser(perMinute('joinsPerMinute', 'joins')),
  /** Changes of a room; purges; roles, bans and mutes. */
  moderation: ofUser(perMinute('moderationsPerMinute', 'changes')),
  /** By connection, never by user or address: a client that reconnects with many tabs, or from behind one address, is let in. */
  join: { by: 'connection', rates: [perMinute('joinsPerMinute', 'joins')] },
  /** New connections, beside those that are still open. */
  connect: ofAddress('connectionsPerAddressMax', 'connections'),
  refusedConnect: ofAddress('refusedConnectsPerMinute', 'refused connections'),
  /** A wrong operator's key, at any endpoint. */
  wrongOperatorKey: ofAddress('adminFailuresPerMinute', 'wrong keys'),
  /** Making a document anew for another host. */
  documentForHost: ofAddress('documentsPerMinute', 'documents'),
} as const satisfies BudgetTable;

export type Command<Table extends BudgetTable = typeof BUDGETS> = keyof Table & string;
type By<Table extends BudgetTable, Kind extends Budget['by']> = {
  [Name in Command<Table>]: Table[Name]['by'] extends Kind ? Name : never;
}[Command<Table>];

/** Commands of one user. */
export type UserCommand<Table extends BudgetTable = typeof BUDGETS> = By<Table, 'user'>;
/** Those that count by something else than a user. */
type KeyedCommand<Table extends BudgetTable> = Exclude<Command<Table>, UserCommand<Table>>;
/** By what: a session's id, a group of addresses, or whose calls. */
type KeyFor<Table extends BudgetTable, Name> =
  Name extends By<Table, 'address'> ? AddressGroup : string;

/** One budget of users. */
export interface UserBudget {
  check(actor: Actor): KoineError | null;
  record(actor: Actor): number;
  refund(actor: Actor, at: number): void;
}

/** A session, as far as its frames are counted. */
interface FrameSender {
  readonly id: string;
  chargeAddress(cost: number): void;
}

interface Windows {
  readonly own: readonly SlidingWindow<string>[];
  /** Of address groups; empty: not by address. */
  readonly group: readonly SlidingWindow<string>[];
  readonly units: readonly string[];
}

/** How much of each budget of a table is used. The one place where commands are counted. */
export class Budgets<Table extends BudgetTable = typeof BUDGETS> {
  readonly #windows: Readonly<Record<Command<Table>, Windows>>;
  readonly #clock: Clock;

  constructor(clock: Clock, limits: AllLimits, table: Table) {
    this.#clock = clock;
    const maxOf = (name: string): number => {
      const max = limits[name];
      if (max === undefined) throw new Error(`there is no limit ${name}`);
      return max;
    };
    const entries = Object.entries<Budget>(table).map(([name, { by, rates }]) => {
      const windowsOf = (factor: number) =>
        rates.map(({ limit, windowMs, times }) => {
          const max = maxOf(limit);
          // Unlimited for one is unlimited for all.
          const all =
            max >= UNLIMITED ? max : max * (times === undefined ? 1 : maxOf(times)) * factor;
          return new SlidingWindow<string>(clock, all, windowMs);
        });
      const windows: Windows = {
        own: windowsOf(1),
        group: by === 'user' ? windowsOf(limits.addressFactor) : [],
        units: rates.map(({ unit }) => unit),
      };
      return [name, windows];
    });
    this.#windows = Object.fromEntries(entries);
  }

  /** One budget by itself, for the core to count by. */
  of(command: UserCommand<Table>): UserBudget {
    return {
      check: (actor) => this.check(command, actor),
      record: (actor) => this.record(command, actor),
      refund: (actor, at) => this.refund(command, actor, at),
    };
  }

  /** Why the actor may not, with the time after which they may; `null`: they may. Counts nothing. */
  check(command: UserCommand<Table>, actor: Actor): KoineError | null {
    if (isUncounted(actor)) return null;
    const { own, group, units } = this.#windows[command];
    const now = this.#clock.monotonic();
    const rejection = rateError(own, actor.key, units, now, null);
    return actor.group === null ? rejection : rateError(group, actor.group, units, now, rejection);
  }

  /** Counts one; returns its time, for `refund`. */
  record(command: UserCommand<Table>, actor: Actor): number {
    const now = this.#clock.monotonic();
    if (isUncounted(actor)) return now;
    const { own, group } = this.#windows[command];
    for (const window of own) window.record(actor.key, now);
    if (actor.group !== null) for (const window of group) window.record(actor.group, now);
    return now;
  }

  /** What was recorded turned out to be nothing: a retry of what is stored, or not stored at all. */
  refund(command: UserCommand<Table>, actor: Actor, at: number): void {
    if (isUncounted(actor)) return;
    const { own, group } = this.#windows[command];
    for (const window of own) window.refund(actor.key, at);
    if (actor.group !== null) for (const window of group) window.refund(actor.group, at);
  }

  /** Counts one command of a user. Throws `rateLimited`, and then counts nothing. */
  charge(command: UserCommand<Table>, actor: Actor): void {
    const rejection = this.check(command, actor);
    if (rejection !== null) throw rejection;
    this.record(command, actor);
  }

  /** As `check`, of what counts by a connection, an address group or an app. `extra`: so many more are allowed. */
  checkFor<Name extends KeyedCommand<Table>>(
    command: Name,
    key: KeyFor<Table, Name>,
    extra = 0,
  ): KoineError | null {
    const { own, units } = this.#windows[command];
    return rateError(own, key, units, this.#clock.monotonic(), null, extra);
  }

  recordFor<Name extends KeyedCommand<Table>>(command: Name, key: KeyFor<Table, Name>): void {
    const now = this.#clock.monotonic();
    for (const window of this.#windows[command].own) window.record(key, now);
  }

  /** As `charge`. */
  chargeFor<Name extends KeyedCommand<Table>>(command: Name, key: KeyFor<Table, Name>): void {
    const rejection = this.checkFor(command, key);
    if (rejection !== null) throw rejection;
    this.recordFor(command, key);
  }

  /** What a refused frame is answered with: why, or, where there are too many of them, that. */
  rejectFrame(
    command: By<Table, 'connection'>,
    sender: FrameSender,
    rejection: KoineError,
  ): KoineError {
    if (rejection.code !== 'rateLimited')
      return this.countRejectedFrame(command, sender) ?? rejection;
    sender.chargeAddress(COSTS.frame);
    return rejection;
  }

  /**
   * Of a frame that is refused, or no frame of the protocol's at all: counts it, and returns the error once there are too many of
   * them. It is charged to its sender's address too.
   */
  countRejectedFrame(command: By<Table, 'connection'>, sender: FrameSender): KoineError | null {
    sender.chargeAddress(COSTS.frame);
    return this.countFrame(command, sender);
  }

  /** Of a frame that may still be served: counts it, and returns the error where there are too many of them. */
  countFrame(command: By<Table, 'connection'>, { id }: Pick<FrameSender, 'id'>): KoineError | null {
    const { own, units } = this.#windows[command];
    const now = this.#clock.monotonic();
    const rejection = rateError(own, id, units, now, null);
    if (rejection === null) for (const window of own) window.record(id, now);
    return rejection;
  }

  /** What is left of a budget of one rate, and when all of it is there again if nothing more is asked for. */
  stateOf<Name extends KeyedCommand<Table>>(command: Name, key: KeyFor<Table, Name>): BudgetState {
    const [window] = this.#windows[command].own;
    if (window === undefined) return { limit: UNLIMITED, remaining: UNLIMITED, windowMs: 0 };
    return { limit: window.max, remaining: window.remaining(key), windowMs: window.windowMs };
  }
}

export interface BudgetState {
  readonly limit: number;
  readonly remaining: number;
  readonly windowMs: number;
}

/** The longer wait of the two, for then the same command is allowed by both. */
export function laterOf(a: KoineError | null, b: KoineError | null): KoineError | null {
  if (a === null || b === null) return a ?? b;
  return (b.details.retryAfterMs ?? 0) > (a.details.retryAfterMs ?? 0) ? b : a;
}

/** The server and its operator; and an app's key where it acts in no user's name: its calls are counted, no more. */
function isUncounted({ power, user }: Actor): boolean {
  return power === 'operator' || (power === 'app' && user.appId === NO_APP_ID);
}

function rateError(
  windows: readonly SlidingWindow<string>[],
  key: string,
  units: readonly string[],
  now: number,
  other: KoineError | null,
  extra = 0,
): KoineError | null {
  let later = other;
  for (let i = 0; i < windows.length; i++) {
    const window = windows[i];
    const retryAfterMs = window?.waitMs(key, now, extra) ?? 0;
    if (window === undefined || retryAfterMs === 0) continue;
    const { max: limit, windowMs } = window;
    const details = { retryAfterMs, limit, windowMs, unit: units[i] ?? '' };
    later = laterOf(later, new KoineError('rateLimited', details));
  }
  return later;
}
