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
  /** The newest change of the first snapshot. */
  #firstChangeSeq: number | null = null;
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
    const { place, shelves } = this.#deps;
    const found = await shelves.messages(place, this.#history, after);
    this.#nextCursor = found.upTo;
    const { batches, isLast, changeSeq } = found;
    return { own: [], batches, isLast, changeSeq };
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
    this.#firstChangeSeq ??= page.changeSeq;
    this.#cursor = this.#nextCursor;
    this.#snapshots.add(this.#nextCursor, page.changeSeq);
  }

  isDueBehind(change: ChangeMark, page: Page): boolean {
    if (isPurge(change) || this.#isSkipped(change)) return true;
    const isAhead = change.messageSeq > this.#nextCursor;
    return change.changeSeq > page.changeSeq && (!isAhead || page.isLast);
  }

  /** Later pages may know of changes to messages of earlier ones, whose events are still to come: those are not counted in. */
  end(): readonly string[] {
    return (
      this.#history.end?.(Math.max(this.#firstChangeSeq ?? 0, this.#deps.deliveredSeq())) ?? []
    );
  }

  /** The seq after which the stream begins. */
  async #start(): Promise<number> {
    const { place, shelves } = this.#deps;
    const { newest } = this.#history;
    const known = newest === null ? 0 : shelves.startOf(place, newest);
    const start = known ?? (await this.#findStart(newest ?? 0));
    this.#cursor = start;
    this.#startSeq = start;
    this.#snapshots.skipTo(start);
    return start;
  }

  async #findStart(newest: number): Promise<number> {
    const { messages, place, shelves } = this.#deps;
    const oldest = await shelves.read(place.protocol, () =>
      messages.page({
        roomId: place.roomId,
        direction: 'older',
        before: null,
        after: null,
        limit: 1,
        skip: Math.max(newest - 1, 0),
        withDeleted: false,
      }),
    );
    if (newest === 0) return oldest.lastSeq;
    const [first] = oldest.messages;
    return first === undefined ? 0 : first.seq - 1;
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
