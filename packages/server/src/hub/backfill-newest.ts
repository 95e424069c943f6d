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
    const { place, shelves } = this.#deps;
    const { batch, changeSeq } = await shelves.newest(place, this.#history);
    return { own: this.#history.begin(changeSeq), batches: [batch], isLast: true, changeSeq };
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

  end(): readonly string[] {
    return [];
  }
}

/** Every change up to this one. */
export function coveredUpTo(changeSeq: number): Covered {
  return { changeSeq, has: (change) => change.changeSeq <= changeSeq };
}
