import type { Covered } from './audience.ts';
import type { Backfill, BackfillDeps, Page } from './backfill.ts';
import { coveredUpTo } from './backfill-newest.ts';
import type { ChangeMark } from './current-event.ts';
import type { Told } from './encoded-log.ts';
import type { History } from './session.ts';

/**
 * Everything since a change number, by rising change number: as long as there is more, a change that happens meanwhile is
 * found by a later look; behind the last page, those above its snapshot are told.
 */
export class SinceBackfill implements Backfill {
  readonly #history: Extract<History, { kind: 'since' }>;
  readonly #deps: BackfillDeps;
  #from: number;
  #isFirst = true;
  #purgeToldSeq: number;
  #told: Told = { newSeq: null, stateSeq: null };
  covered: Covered = coveredUpTo(0);

  constructor(history: Extract<History, { kind: 'since' }>, deps: BackfillDeps) {
    this.#history = history;
    this.#deps = deps;
    this.#from = history.changeSeq;
    this.#purgeToldSeq = history.changeSeq;
  }

  async read(): Promise<Page> {
    const { place, shelves } = this.#deps;
    const found = await shelves.changes(place, this.#history, this.#from, this.#told);
    const { changeSeq } = found;
    // Also behind a page that was sent: what is missing cannot be told any more either.
    if (found.kind === 'resync')
      return { own: this.#history.resync(changeSeq), batches: [], isLast: true, changeSeq };
    const own = this.#isFirst ? [...this.#history.begin(this.#from, changeSeq)] : [];
    this.#isFirst = false;
    const { purge } = found;
    if (purge !== null && purge.changeSeq > this.#purgeToldSeq) {
      own.push(...purge.texts);
      this.#purgeToldSeq = purge.changeSeq;
    }
    this.#told = found.told;
    this.#from = found.upTo;
    return { own, batches: found.batches, isLast: found.isLast, changeSeq };
  }

  judge(_change: ChangeMark, isPageUnderWay: boolean): 'hold' | 'drop' {
    return isPageUnderWay ? 'hold' : 'drop';
  }

  isBefore(): boolean {
    return false;
  }

  advance(page: Page): void {
    this.covered = coveredUpTo(page.changeSeq);
  }

  isDueBehind(change: ChangeMark, page: Page): boolean {
    return page.isLast && change.changeSeq > page.changeSeq;
  }

  end(): readonly string[] {
    return [];
  }
}
