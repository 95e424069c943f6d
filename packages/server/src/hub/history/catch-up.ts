import { ERRORS, KoineError } from '@koine/contract';
import type { AlreadyDelivered } from '../audience.ts';
import { batchOf } from '../batch.ts';
import type { CurrentEvent } from '../current-event.ts';
import type { SessionContext } from '../hub.ts';
import type { HubSession } from '../hub-session.ts';
import { roomTopic, type Variant } from '../protocol.ts';
import type { History } from '../session.ts';
import type { HistoryPage } from './cached-history.ts';

/**
 * How this works. A session that catches up is a pending subscriber of its audience: it is offered every frame that the audience gets.
 *
 * - backfill: pages are taken from the history cache and sent. A page is taken and sent in one tick and includes every change whose
 *   event has been delivered by then. So a change that is offered is part of a page to come, and is dropped; except, in a stream, what
 *   happens to messages that were sent already: that goes out at once. A frame that is no change (typing, a join) waits for the cutover.
 * - cutover: after the last page, in the same tick: what was held is sent, and the session becomes a subscriber like any other.
 * - live: except that the last page may have been ahead of the events, so those that it includes are skipped (`AlreadyDelivered`). In a
 *   stream only creations are: an edit or deletion that the client has already may be sent again.
 *
 * Memory is bounded: each page waits until the reader has read the one before, and what is held counts against the outbox limit.
 */
export interface CatchUpOptions {
  readonly roomId: string;
  readonly variant: Variant;
  readonly history: History;
  /**
   * Subscribe, at once: called in the same tick as the last frame is sent, with no promise between, so that nothing can fall into a
   * gap. Not `null`: events are still to come that the last page includes.
   */
  goLive(already: AlreadyDelivered | null): void;
  /** A page has been written. */
  begun(): void;
}

export class CatchUp {
  readonly session: HubSession;
  readonly #context: SessionContext;
  readonly #options: CatchUpOptions;
  /** The client has everything up to this key; `null`: where it begins is not known yet. */
  #cursor: number | null;
  /** Messages up to here are in no page of a stream. */
  #startSeq = 0;
  /** The first message that came before it was known where the stream begins: all from it on are sent. */
  #firstNewSeq = Number.POSITIVE_INFINITY;
  #held: string[] = [];
  #heldChars = 0;
  #isStopped = false;

  constructor(session: HubSession, context: SessionContext, options: CatchUpOptions) {
    this.session = session;
    this.#context = context;
    this.#options = options;
    this.#cursor = startOf(options.history);
  }

  stop(): void {
    this.#isStopped = true;
    this.#held = [];
  }

  offer(text: string, event: CurrentEvent): void {
    if (this.#isStopped) return;
    if (!event.isChange) this.#hold(text);
    else if (this.#options.history.kind !== 'stream') return;
    else if (this.#isPast(event)) this.session.send(text);
    else if (event.isCreation) this.#firstNewSeq = Math.min(this.#firstNewSeq, event.messageSeq);
  }

  /** Runs to the cutover, or until stopped or closed, also by a read or the protocol's encoding that fails. */
  async run(): Promise<void> {
    try {
      await this.#run();
    } catch (error) {
      if (!this.#isOver) this.#failed(error);
    }
  }

  async #run(): Promise<void> {
    const { roomId, variant, history } = this.#options;
    const { historyCache, protocol } = this.#context;
    const place = { roomId, protocol: protocol.name, variant };
    for (let firstChangeSeq: number | null = null; ; ) {
      const page = (await historyCache.read(place, history, this.#cursor)).take(this.#cursor);
      if (this.#isOver) return;
      if (page === null) continue;
      if (this.#cursor === null && page.from >= this.#firstNewSeq) {
        this.#cursor = this.#firstNewSeq - 1;
        continue;
      }
      this.#send(page, firstChangeSeq === null);
      firstChangeSeq ??= page.changeSeq;
      if (this.#isOver) return;
      if (page.isLast) {
        this.#cutOver(page, firstChangeSeq);
        return;
      }
      await this.session.connection.drained();
      if (this.#isOver) return;
    }
  }

  get #isOver(): boolean {
    return this.#isStopped || !this.session.isOpen;
  }

  /** A purge, or a change of a message that is in no page to come, or one that came since the call and is in no page. */
  #isPast({ isCreation, messageSeq }: CurrentEvent): boolean {
    return isCreation ? this.#isMissing(messageSeq) : messageSeq <= (this.#cursor ?? 0);
  }

  /** A new message that is in no page, while no later one was sent: else it would come out of order. */
  #isMissing(messageSeq: number): boolean {
    return messageSeq <= this.#startSeq && this.#cursor === this.#startSeq;
  }

  #send(page: HistoryPage, isFirst: boolean): void {
    const { connection } = this.session;
    const { history, begun } = this.#options;
    if (isFirst && history.kind === 'stream') this.#startSeq = page.from;
    const own = ownTexts(history, page, isFirst);
    if (own.length > 0) connection.write(batchOf(own));
    if (page.batch !== null) connection.write(page.batch);
    this.#cursor = page.upTo;
    begun();
  }

  #cutOver({ changeSeq }: HistoryPage, firstChangeSeq: number): void {
    const { goLive, history, roomId } = this.#options;
    const { connection } = this.session;
    const deliveredSeq = this.#context.index.topic(roomTopic(roomId))?.changeSeq ?? 0;
    for (const text of this.#held) this.session.send(text);
    const isStream = history.kind === 'stream';
    // Later pages may include changes to messages of earlier ones, whose events are still to come: those do not count.
    const known = Math.max(firstChangeSeq, deliveredSeq);
    const end = isStream ? (history.end?.(known) ?? []) : [];
    if (end.length > 0) connection.write(batchOf(end));
    const has = ({ isCreation, messageSeq }: CurrentEvent) =>
      !isStream || (isCreation && !this.#isMissing(messageSeq));
    goLive(changeSeq > deliveredSeq ? { changeSeq, has } : null);
  }

  #hold(text: string): void {
    this.#held.push(text);
    this.#heldChars += text.length;
    if (this.#heldChars > this.#context.limits.outboxBytesMax) this.session.closeSlow();
  }

  /** The room's past could not be read: the room is gone, or the client reconnects to try again. */
  #failed(error: unknown): void {
    const { session } = this;
    if (!(error instanceof KoineError)) session.failed(error);
    else if (error.code === 'roomNotFound')
      this.#context.rights.roomGone(session, this.#options.roomId);
    else if (ERRORS[error.code].isRetryable) session.close(1013, error.message);
    else session.failed(error);
  }
}

function startOf(history: History): number | null {
  if (history.kind === 'since') return history.changeSeq;
  return history.kind === 'stream' && history.newest === null ? 0 : null;
}

/** For this client alone; they come first. */
function ownTexts(history: History, page: HistoryPage, isFirst: boolean): readonly string[] {
  const { changeSeq, from, isResync, purged } = page;
  if (history.kind === 'newest') return history.begin(changeSeq);
  if (history.kind === 'stream') return [];
  // Also after a page that was sent: what is missing cannot be sent any more either.
  if (isResync) return history.resync(changeSeq);
  return isFirst ? [...history.begin(from, changeSeq), ...purged] : purged;
}
