import type { Limits } from '@koine/contract';
import type { AddressGroup } from './address.ts';
import type { Clock } from './ports/world.ts';
import { UNLIMITED } from './sliding-window.ts';

/**
 * What work costs that no budget pays for, as a share of a refused request, and that by the time that it takes. Work within a
 * budget costs nothing here, and neither does any with a valid API key.
 */
export const COSTS = {
  /** Refused, whole connections and handshakes included. */
  refused: 1,
  /** Answered, but there is no budget for it: pages, `/health`, polls that bring packets. */
  unbudgeted: 0.25,
  /** A frame that is refused, or for which there is no budget. */
  frame: 0.1,
  /** Letting in what was held. */
  release: 0.1,
} as const;

/** What a group may cost at once before it waits, in seconds of its share: a whole one would hold up all the others for as long. */
const BURST_SECONDS = 0.25;
/** What may be held of one group, in seconds of what it may cost. */
const HELD_SECONDS = 5;
const TICK_MS = 10;
/** Groups that are remembered, before those that owe nothing any more are forgotten. */
const GROUPS_KEPT = 1_000;

interface Debt {
  /** At `asOf`; `limits.refusedPerSecondMax` of it are forgiven a second. */
  owed: number;
  asOf: number;
  readonly held: (() => void)[];
}

/**
 * Refusing is work too, and anyone who is refused far beyond every budget would take all of the server's time with it. So each
 * address group has a debt of work that no budget pays for. A quarter of a second's worth is free; of a group that owes more, what it asks
 * is held *before* it is read or parsed, and let in one by one, as fast as the debt is forgiven.
 *
 * Each entrance asks here: new connections, HTTP requests (polls too), upgrades, and the frames of a connection whose own
 * frames were refused. Nothing is refused that would not be refused anyway, unless very much is held already.
 */
export class AddressThrottle {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #owedMax: number;
  readonly #debts = new Map<AddressGroup, Debt>();
  #isTicking = false;
  #isOpen = false;

  constructor(clock: Clock, { refusedPerSecondMax }: Pick<Limits, 'refusedPerSecondMax'>) {
    this.#clock = clock;
    this.#perSecond = refusedPerSecondMax;
    this.#owedMax = refusedPerSecondMax * BURST_SECONDS;
    if (refusedPerSecondMax >= UNLIMITED) this.#isOpen = true;
  }

  /** Counts work that no budget pays for. */
  charge(group: AddressGroup, cost: number): void {
    if (!this.#isOpen) this.#debtOf(group).owed += cost;
  }

  isOver(group: AddressGroup): boolean {
    const debt = this.#debts.get(group);
    return debt !== undefined && this.#isTooMuch(debt);
  }

  /** How much is held of the group. */
  heldOf(group: AddressGroup): number {
    return this.#debts.get(group)?.held.length ?? 0;
  }

  /** Lets something in: at once, or when it is its turn. `false`: so much is held of the group that this is rejected. */
  enter(group: AddressGroup, run: () => void): boolean {
    const debt = this.#debts.get(group);
    if (debt === undefined || (debt.held.length === 0 && !this.#isTooMuch(debt))) {
      run();
      return true;
    }
    if (debt.held.length >= this.#perSecond * HELD_SECONDS) return false;
    this.hold(group, run);
    return true;
  }

  /** As `enter`, of what the group has open already. */
  hold(group: AddressGroup, run: () => void): void {
    if (this.#isOpen) {
      run();
      return;
    }
    this.#debtOf(group).held.push(run);
    this.#tickLater();
  }

  /** Lets everything in, from now on too: the server is closing. */
  open(): void {
    this.#isOpen = true;
    const held = [...this.#debts.values()].flatMap((debt) => debt.held);
    this.#debts.clear();
    for (const run of held) run();
  }

  #debtOf(group: AddressGroup): Debt {
    const known = this.#debts.get(group);
    if (known !== undefined) return known;
    if (this.#debts.size >= GROUPS_KEPT) this.#forget();
    const debt = { owed: 0, asOf: this.#clock.monotonic(), held: [] };
    this.#debts.set(group, debt);
    return debt;
  }

  #forget(): void {
    for (const [group, debt] of this.#debts)
      if (this.#owedBy(debt) === 0 && debt.held.length === 0) this.#debts.delete(group);
  }

  #owedBy(debt: Debt): number {
    const now = this.#clock.monotonic();
    debt.owed = Math.max(0, debt.owed - ((now - debt.asOf) * this.#perSecond) / 1000);
    debt.asOf = now;
    return debt.owed;
  }

  #isTooMuch(debt: Debt): boolean {
    return debt.owed >= this.#owedMax && this.#owedBy(debt) >= this.#owedMax;
  }

  #tickLater(): void {
    if (this.#isTicking) return;
    this.#isTicking = true;
    this.#clock.after(TICK_MS, () => this.#tick());
  }

  #tick(): void {
    this.#isTicking = false;
    const waiting = [...this.#debts.values()].filter(({ held }) => held.length > 0);
    if (waiting.length > 0) this.#tickLater();
    for (const debt of waiting) {
      while (debt.held.length > 0 && !this.#isTooMuch(debt)) {
        debt.owed += COSTS.release;
        debt.held.shift()?.();
      }
    }
  }
}
