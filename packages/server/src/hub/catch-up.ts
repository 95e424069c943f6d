import type { MessageStore } from '../core/ports/stores.ts';
import type { Aside, Covered } from './audience.ts';
import { type Backfill, type Page, planBackfill } from './backfill.ts';
import { batchOf } from './batch.ts';
import type { Connection } from './connection.ts';
import type { ChangeMark, CurrentEvent } from './current-event.ts';
import type { History, Session } from './session.ts';
import type { ShelfPlace, Shelves } from './shelves.ts';

/**
 * How this works. A session that catches up stands beside its audience and is offered every frame the audience gets.
 *
 * - backfill: pages are taken from a shelf that all who catch up share (`shelves.ts`) and sent. Each is a snapshot that says
 *   which changes it includes. A frame that is no change of the room (typing, a join) waits for the cutover. A frame that is
 *   a change is sent, held until the page under way has been sent, or dropped, because a page has told it or a later one
 *   will; which of these, the `Backfill` says.
 * - cutover: behind the last page, in the same breath: what was held and not told leaves, and the session takes its seat.
 * - live: as any member; except that the last snapshot may have been ahead of the events, so changes that it included are
 *   passed over when their events come (`Covered`).
 *
 * Memory is bounded: each page waits until the reader has read the one before, and what is held counts against the outbox limit.
 */
export interface CatchUpDeps {
  readonly session: Session;
  readonly connection: Connection;
  readonly place: ShelfPlace;
  readonly history: History;
  readonly messages: Pick<MessageStore, 'page'>;
  readonly shelves: Shelves;
  readonly outboxBytesMax: number;
  /** The newest change of the room whose event the hub has delivered; 0: not known. */
  deliveredSeq(): number;
  /** More was held back than may be: the session is to be cut off. */
  overflowed(): void;
  /**
   * Join the audience, at once: called in the same tick as the last frame is sent, with no promise between, so that nothing can
   * fall into a gap. `covered` is set when events are still to come that the last page has told.
   */
  goLive(covered: Covered | null): void;
  /** The first page has been written. */
  begun(): void;
}

interface HeldFrame extends ChangeMark {
  readonly text: string;
}

export class CatchUp implements Aside {
  readonly session: Session;
  readonly #deps: CatchUpDeps;
  readonly #backfill: Backfill;
  /** A page is being read or sent. */
  #isPageUnderWay = true;
  #isStopped = false;
  #held: HeldFrame[] = [];
  #heldChars = 0;

  constructor(deps: CatchUpDeps) {
    this.session = deps.session;
    this.#deps = deps;
    this.#backfill = planBackfill(deps);
  }

  stop(): void {
    this.#isStopped = true;
    this.#held = [];
  }

  offer(text: string, event: CurrentEvent): void {
    if (this.#isStopped) return;
    const fate = event.isChange ? this.#backfill.judge(event, this.#isPageUnderWay) : 'hold';
    if (fate === 'send') this.session.send(text);
    if (fate === 'hold') this.#hold(text, event);
  }

  /** Runs to the cutover, or until stopped or closed. Rejects when a read or the protocol's encoding fails. */
  async run(): Promise<void> {
    for (;;) {
      this.#isPageUnderWay = true;
      const page = await this.#backfill.read();
      if (this.#isOver) return;
      this.#sendHeld((held) => this.#backfill.isBefore(held, page));
      this.#send(page);
      this.#deps.begun();
      if (this.#isOver) return;
      this.#settle(page);
      if (page.isLast) break;
      await this.#deps.connection.drained();
      if (this.#isOver) return;
    }
    const end = this.#backfill.end();
    if (end.length > 0) this.#deps.connection.write(batchOf(end));
    const { covered } = this.#backfill;
    const isAhead = covered.changeSeq > this.#deps.deliveredSeq();
    this.#deps.goLive(isAhead ? covered : null);
  }

  get #isOver(): boolean {
    return this.#isStopped || !this.session.isOpen;
  }

  #send({ own, batches }: Page): void {
    const { connection } = this.#deps;
    if (own.length > 0) connection.write(batchOf(own));
    for (const batch of batches) if (batch.texts.length > 0) connection.write(batch);
  }

  /** The page is sent: of what was held, what belongs behind it leaves and what is told is forgotten. */
  #settle(page: Page): void {
    this.#isPageUnderWay = false;
    this.#backfill.advance(page);
    const held = this.#held;
    this.#held = [];
    this.#heldChars = 0;
    for (const frame of held) {
      const isChange = frame.changeSeq > 0;
      if (isChange ? this.#backfill.isDueBehind(frame, page) : page.isLast) {
        this.session.send(frame.text);
      } else if (!isChange) {
        this.#keep(frame);
      }
    }
  }

  /** Sends those held changes that are due now. */
  #sendHeld(isDue: (held: ChangeMark) => boolean): void {
    const held = this.#held;
    this.#held = [];
    this.#heldChars = 0;
    for (const frame of held) {
      if (frame.changeSeq > 0 && isDue(frame)) this.session.send(frame.text);
      else this.#keep(frame);
    }
  }

  #hold(text: string, event: CurrentEvent): void {
    this.#keep({ text, changeSeq: event.changeSeq, messageSeq: event.messageSeq });
    if (this.#heldChars > this.#deps.outboxBytesMax) this.#deps.overflowed();
  }

  #keep(frame: HeldFrame): void {
    this.#held.push(frame);
    this.#heldChars += frame.text.length;
  }
}
