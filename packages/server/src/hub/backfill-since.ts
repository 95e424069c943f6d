import type { Changes } from '../core/ports/stores.ts';
import type { Covered } from './audience.ts';
import type { Backfill, BackfillDeps, Page } from './backfill.ts';
import { coveredUpTo } from './backfill-newest.ts';
import type { ChangeMark } from './current-event.ts';
import { SeqSet } from './seq-set.ts';
import type { History } from './session.ts';

/**
 * Everything since a change number, by rising change number: as long as there is more, a change that happens meanwhile is
 * found by a later read; behind the last page, those above its snapshot are told.
 */
export class SinceBackfill implements Backfill {
  readonly #history: Extract<History, { kind: 'since' }>;
  readonly #deps: BackfillDeps;
  #from: number;
  #isFirst = true;
  #purgeToldSeq = 0;
  /** The client knew messages up to here when it left. */
  #knownSeq = 0;
  /** The newest change that every page's messages include. */
  #firstSnapshotSeq = 0;
  /** Messages above `knownSeq` that it has been sent since. */
  readonly #sent = new SeqSet();
  covered: Covered = coveredUpTo(0);

  constructor(history: Extract<History, { kind: 'since' }>, deps: BackfillDeps) {
    this.#history = history;
    this.#deps = deps;
    this.#from = history.changeSeq;
  }

  async read(): Promise<Page> {
    const from = this.#from;
    const changes = await this.#deps.messages.changesSince(
      this.#deps.roomId,
      from,
      this.#deps.pageMessages(),
    );
    const { changeSeq } = changes;
    if (this.#isFirst && from > changeSeq) {
      return { texts: this.#history.resync(), isLast: true, changeSeq };
    }
    const texts = this.#isFirst ? [...this.#history.begin(from, changeSeq)] : [];
    if (this.#isFirst) {
      this.#knownSeq = changes.knownSeq;
      this.#firstSnapshotSeq = changeSeq;
    }
    this.#isFirst = false;
    texts.push(...this.#encode(changes));
    const last = changes.messages.at(-1);
    const isLast = last === undefined || !changes.hasMore;
    this.#from = isLast ? changeSeq : last.changeSeq;
    return { texts, isLast, changeSeq };
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

  /**
   * A page says which of its messages are new by one `knownSeq`, that of the number it starts from. That is not what this
   * client knows behind the first message: one that was created since and changed later comes twice, and is known the second
   * time. So runs of messages are encoded with a `knownSeq` that is true for this client; nearly always there is one run.
   */
  #encode(changes: Changes): string[] {
    const texts: string[] = [];
    let purge =
      changes.purge !== null && changes.purge.changeSeq > this.#purgeToldSeq ? changes.purge : null;
    if (purge !== null) this.#purgeToldSeq = purge.changeSeq;
    let run: Changes['messages'][number][] = [];
    let kind: 'asRead' | 'resent' | 'told' = 'asRead';
    const endRun = () => {
      if (run.length === 0 && purge === null) return;
      const knownSeq = kind === 'asRead' ? this.#knownSeq : Number.MAX_SAFE_INTEGER;
      const part = { ...changes, messages: run, purge, knownSeq };
      texts.push(...this.#history.encode(part, kind === 'told'));
      purge = null;
      run = [];
    };
    for (const message of changes.messages) {
      const isNew = message.seq > this.#knownSeq;
      const isResent = isNew && !this.#sent.add(message.seq - this.#knownSeq);
      const isTold = isResent && message.changeSeq <= this.#firstSnapshotSeq;
      const kindOfMessage = isTold ? 'told' : isResent ? 'resent' : 'asRead';
      if (kindOfMessage !== kind) endRun();
      kind = kindOfMessage;
      run.push(message);
    }
    endRun();
    return texts;
  }
}
