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
const BURST_SECONDS = 0.1;
/** What may be held of one group, and what it may owe beyond what is free, in seconds of its share. */
const HELD_SECONDS = 5;
const RELEASE_EVERY_MS = 10;
/** A tick that has taken this long already takes no second request of a group. */
const LONG_TICK_MS = 4;
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
 * address group has a debt of work that no budget pays for. A tenth of a second's worth is free; of a group that owes more, what it
 * asks is held *before* it is read or parsed, and let in one by one, as fast as the debt is forgiven.
 *
 * A flood's first requests come before any has been refused, many in one tick of the event loop. So in a tick that has taken long
 * already a group has one turn, and the rest of it is held as well. The next ticks let it in, in turns with other groups and for a
 * few milliseconds each, but not those that accept a connection: a tick accepts one, and behind it others may wait.
 *
 * Each entrance asks here: new connections, HTTP requests (polls too), upgrades, and the frames of a connection whose own
 * frames were refused. Nothing is refused that would not be refused anyway, unless very much is held already.
 */
export class AddressThrottle {
  readonly #clock: Clock;
  readonly #atTickEnd: (run: () => void) => void;
  readonly #perSecond: number;
  readonly #owedMax: number;
  readonly #debts = new Map<AddressGroup, Debt>();
  /** Those of which something is held; whose turn is next stands first. */
  readonly #waiting = new Map<AddressGroup, Debt>();
  /** Those that have had a turn in this tick. */
  readonly #served = new Set<AddressGroup>();
  /** When this tick's first turn was. */
  #tickBegan = 0;
  #hasAccepted = false;
  #isTickEndAwaited = false;
  #isReleaseAwaited = false;
  #isOpen = false;

  /** `atTickEnd` has it run once at the end of this tick of the event loop, or of the next if this one is ending. */
  constructor(
    clock: Clock,
    { refusedPerSecondMax }: Pick<Limits, 'refusedPerSecondMax'>,
    atTickEnd: (run: () => void) => void,
  ) {
    this.#clock = clock;
    this.#atTickEnd = atTickEnd;
    this.#perSecond = refusedPerSecondMax;
    this.#owedMax = refusedPerSecondMax * BURST_SECONDS;
    if (refusedPerSecondMax >= UNLIMITED) this.#isOpen = true;
  }

  /** Counts work that no budget pays for. */
  charge(group: AddressGroup, cost: number): void {
    if (this.#isOpen) return;
    const debt = this.#debtOf(group);
    // A neighbour of one who was refused for an hour need not wait for an hour.
    debt.owed = Math.min(debt.owed + cost, this.#owedMax + this.#perSecond * HELD_SECONDS);
  }

  isOver(group: AddressGroup): boolean {
    const debt = this.#debts.get(group);
    return debt !== undefined && this.#isTooMuch(debt);
  }

  /** How much is held of the group. */
  heldOf(group: AddressGroup): number {
    return this.#waiting.get(group)?.held.length ?? 0;
  }

  /** A connection was accepted in this tick, from wherever. */
  accepted(): void {
    this.#hasAccepted = true;
    this.#awaitTickEnd();
  }

  /** Lets something in: at once, or when it is its turn. `false`: so much is held of the group that this is rejected. */
  enter(group: AddressGroup, run: () => void): boolean {
    const isOver = this.isOver(group);
    if (this.#isOpen || (!isOver && !this.#waiting.has(group) && this.#takeTurn(group))) {
      run();
      return true;
    }
    if (isOver && this.heldOf(group) >= this.#perSecond * HELD_SECONDS) return false;
    this.hold(group, run);
    return true;
  }

  /** As `enter`, of what the group has open already. */
  hold(group: AddressGroup, run: () => void): void {
    if (this.#isOpen) {
      run();
      return;
    }
    const debt = this.#debtOf(group);
    debt.held.push(run);
    this.#waiting.set(group, debt);
    this.#awaitRelease(!this.#isTooMuch(debt));
  }

  /** Lets everything in, from now on too: the server is closing. */
  open(): void {
    this.#isOpen = true;
    const held = [...this.#waiting.values()].flatMap((debt) => debt.held);
    this.#waiting.clear();
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

  /** Whether the group may have one now; then it has had one. */
  #takeTurn(group: AddressGroup): boolean {
    if (this.#served.size === 0) {
      this.#tickBegan = this.#clock.monotonic();
      this.#awaitTickEnd();
    }
    if (this.#served.has(group)) return this.#clock.monotonic() - this.#tickBegan < LONG_TICK_MS;
    this.#served.add(group);
    return true;
  }

  #awaitTickEnd(): void {
    if (this.#isTickEndAwaited) return;
    this.#isTickEndAwaited = true;
    this.#atTickEnd(this.#endTick);
  }

  readonly #endTick = () => {
    this.#isTickEndAwaited = false;
    this.#served.clear();
    const hasAccepted = this.#hasAccepted;
    this.#hasAccepted = false;
    if (this.#waiting.size === 0) return;
    if (hasAccepted) this.#awaitRelease(true);
    else this.#release();
  };

  /** `mayEnter`: some of it may be let in as soon as there is time. */
  #awaitRelease(mayEnter: boolean): void {
    if (mayEnter) this.#awaitTickEnd();
    if (this.#isReleaseAwaited) return;
    this.#isReleaseAwaited = true;
    this.#clock.after(RELEASE_EVERY_MS, () => {
      this.#isReleaseAwaited = false;
      this.#release();
    });
  }

  /** In turns, as many as there is time for, but of who owes something only one. Whom it did not come to is first the next time. */
  #release(): void {
    const began = this.#clock.monotonic();
    let round = this.#releasable();
    try {
      while (round.length > 0) {
        for (const [group, debt] of round) {
          if (this.#clock.monotonic() - began >= LONG_TICK_MS) return;
          this.#releaseOne(group, debt);
        }
        round = this.#releasable().filter(([, debt]) => this.#owedBy(debt) === 0);
      }
    } finally {
      if (this.#waiting.size > 0) this.#awaitRelease(this.#releasable().length > 0);
    }
  }

  #releasable(): [AddressGroup, Debt][] {
    return [...this.#waiting].filter(([, debt]) => !this.#isTooMuch(debt));
  }

  #releaseOne(group: AddressGroup, debt: Debt): void {
    this.#waiting.delete(group);
    const run = debt.held.shift();
    if (debt.held.length > 0) this.#waiting.set(group, debt);
    if (this.#owedBy(debt) > 0) debt.owed += COSTS.release;
    run?.();
  }
}
