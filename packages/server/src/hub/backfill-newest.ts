import type { Covered } from './audience.ts';
import type { Backfill, BackfillDeps, Page } from './backfill.ts';
import type { ChangeMark } from './current-event.ts';
import type { History } from './session.ts';

/** One page, the newest: whatever its snapshot includes is told, purges too (the page is what they left). */
export class NewestBackfill implements Backfill {
  readonly #history: Extract<History, { kind: 'newest' }>;
  readonly #deps: BackfillDeps;
  covered: Covered = coveredUpTo(0);

  constructor(history: Extract<History, { kind: 'newest' }>, deps: BackfillDeps) {
    this.#history = history;
    this.#deps = deps;
  }

  async read(): Promise<Page> {
    const page = await this.#deps.messages.page({
      roomId: this.#deps.roomId,
      direction: 'older',
      before: null,
      after: null,
      limit: this.#history.count,
      skip: 0,
      withDeleted: this.#history.withDeleted,
    });
    return { texts: this.#history.encode(page), isLast: true, changeSeq: page.changeSeq };
  }

  judge(): 'hold' {
    return 'hold';
  }

  isBefore(): boolean {
    return false;
  }

  advance(page: Page): void {
    this.covered = coveredUpTo(page.changeSeq);
  }

  isDueBehind(change: ChangeMark, page: Page): boolean {
    return change.changeSeq > page.changeSeq;
  }
}

/** Every change up to this one. */
export function coveredUpTo(changeSeq: number): Covered {
  return { changeSeq, has: (change) => change.changeSeq <= changeSeq };
}
