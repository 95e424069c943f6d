import type { Covered } from './audience.ts';
import type { Backfill, BackfillDeps, Page } from './backfill.ts';
import type { ChangeMark } from './current-event.ts';
import type { History } from './session.ts';

/**
 * Messages oldest to newest. The cursor is the seq up to which messages have been sent. A change to a message behind the
 * cursor is told at once, unless the snapshot it was sent from had it; one ahead of the cursor is left to later reads,
 * which find the message in its newest state. A purge always passes: pages sent before it know nothing of it.
 */
export class StreamBackfill implements Backfill {
  readonly #history: Extract<History, { kind: 'stream' }>;
  readonly #deps: BackfillDeps;
  readonly #snapshots: Snapshots;
  /** `null` until the start is known. */
  #cursor: number | null = null;
  /** The cursor when the page under way has been sent. */
  #nextCursor = 0;
  /** Messages up to here are left out. */
  #startSeq = 0;

  constructor(history: Extract<History, { kind: 'stream' }>, deps: BackfillDeps) {
    this.#history = history;
    this.#deps = deps;
    this.#snapshots = new Snapshots(deps.deliveredSeq);
  }

  get covered(): Covered {
    return this.#snapshots;
  }

  async read(): Promise<Page> {
    const after = this.#cursor ?? (await this.#start());
    const limit = this.#deps.pageMessages();
    const page = await this.#deps.messages.page({
      roomId: this.#deps.roomId,
      direction: 'newer',
      before: null,
      after,
      limit,
      skip: 0,
      withDeleted: false,
    });
    const last = page.messages.at(-1);
    const isLast = last === undefined || page.messages.length < limit;
    this.#nextCursor = isLast ? Math.max(page.lastSeq, after) : last.seq;
    const texts = page.messages.length === 0 ? [] : this.#history.encode(page.messages);
    return { texts, isLast, changeSeq: page.changeSeq };
  }

  judge(change: ChangeMark, isPageUnderWay: boolean): 'send' | 'hold' | 'drop' {
    if (this.#isSkipped(change)) return isPageUnderWay ? 'hold' : 'send';
    const isAhead = change.messageSeq > (this.#cursor ?? 0);
    if (isPurge(change) || isAhead) {
      if (isPageUnderWay) return 'hold';
      return isPurge(change) ? 'send' : 'drop';
    }
    return this.#snapshots.has(change) ? 'drop' : 'send';
  }

  isBefore(change: ChangeMark, page: Page): boolean {
    return this.#isSkipped(change) || (isPurge(change) && change.changeSeq <= page.changeSeq);
  }

  advance(page: Page): void {
    this.#cursor = this.#nextCursor;
    this.#snapshots.add(this.#nextCursor, page.changeSeq);
  }

  isDueBehind(change: ChangeMark, page: Page): boolean {
    if (isPurge(change) || this.#isSkipped(change)) return true;
    const isAhead = change.messageSeq > this.#nextCursor;
    return change.changeSeq > page.changeSeq && (!isAhead || page.isLast);
  }

  /** The seq after which the stream begins. */
  async #start(): Promise<number> {
    const { newest } = this.#history;
    let start = 0;
    if (newest !== null) {
      const oldest = await this.#deps.messages.page({
        roomId: this.#deps.roomId,
        direction: 'older',
        before: null,
        after: null,
        limit: 1,
        skip: Math.max(newest - 1, 0),
        withDeleted: false,
      });
      const first = newest === 0 ? undefined : oldest.messages[0];
      if (first !== undefined) start = first.seq - 1;
      else if (newest === 0) start = oldest.lastSeq;
    }
    this.#cursor = start;
    this.#startSeq = start;
    this.#snapshots.skipTo(start);
    return start;
  }

  /** A change of a message before the stream's beginning: no page tells it, be it created only after the call. */
  #isSkipped(change: ChangeMark): boolean {
    return !isPurge(change) && change.messageSeq <= this.#startSeq;
  }
}

/** Which snapshot each message was sent from, by ranges of seq; ranges whose events have all come are not kept. */
class Snapshots implements Covered {
  readonly #deliveredSeq: () => number;
  #ranges: { readonly upToSeq: number; readonly changeSeq: number }[] = [];
  /** Messages up to here: whatever comes now is newer than their snapshot. */
  #settledSeq = 0;
  changeSeq = 0;

  constructor(deliveredSeq: () => number) {
    this.#deliveredSeq = deliveredSeq;
  }

  /** Messages up to here are in no snapshot. */
  skipTo(seq: number): void {
    this.#settledSeq = seq;
  }

  add(upToSeq: number, changeSeq: number): void {
    const delivered = this.#deliveredSeq();
    this.#ranges.push({ upToSeq, changeSeq });
    this.changeSeq = changeSeq;
    let settled = 0;
    for (const range of this.#ranges) {
      if (range.changeSeq > delivered) break;
      this.#settledSeq = range.upToSeq;
      settled++;
    }
    if (settled > 0) this.#ranges = this.#ranges.slice(settled);
  }

  has(change: ChangeMark): boolean {
    if (isPurge(change) || change.messageSeq <= this.#settledSeq) return false;
    const range = this.#ranges.find(({ upToSeq }) => change.messageSeq <= upToSeq);
    return range !== undefined && change.changeSeq <= range.changeSeq;
  }
}

function isPurge(change: ChangeMark): boolean {
  return change.messageSeq === 0;
}
