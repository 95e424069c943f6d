import type { MessageStore } from '../core/ports/stores.ts';
import type { Covered } from './audience.ts';
import { NewestBackfill } from './backfill-newest.ts';
import { SinceBackfill } from './backfill-since.ts';
import { StreamBackfill } from './backfill-stream.ts';
import type { Batch } from './connection.ts';
import type { ChangeMark } from './current-event.ts';
import type { History } from './session.ts';
import type { ShelfPlace, Shelves } from './shelves.ts';

/** Frames of one look at the room's past. */
export interface Page {
  /** For this client alone; they come first. */
  readonly own: readonly string[];
  /** Shared with others, and no more than may be written at a time. */
  readonly batches: readonly Batch[];
  readonly isLast: boolean;
  /** The newest change that the snapshot includes. */
  readonly changeSeq: number;
}

/** How the past is read, and what that means for changes whose events come meanwhile. */
export interface Backfill {
  read(): Promise<Page>;
  /** A change comes now. `drop`: told already, or a later page will tell it. `hold`: the page under way decides. */
  judge(change: ChangeMark, isPageUnderWay: boolean): 'send' | 'hold' | 'drop';
  /** Whether a change held during the read must be told before the page. */
  isBefore(change: ChangeMark, page: Page): boolean;
  /** The page is sent. */
  advance(page: Page): void;
  /** Whether a change held while the page was read and sent is to be told now, behind it; else it is dropped. */
  isDueBehind(change: ChangeMark, page: Page): boolean;
  /** All pages are sent: what comes behind them, for this client alone. */
  end(): readonly string[];
  /** What has been told in all. */
  readonly covered: Covered;
}

export interface BackfillDeps {
  readonly history: History;
  readonly place: ShelfPlace;
  readonly shelves: Shelves;
  readonly messages: Pick<MessageStore, 'page'>;
  /** The newest change of the room whose event the hub has delivered; 0: not known. */
  deliveredSeq(): number;
}

export function planBackfill(deps: BackfillDeps): Backfill {
  const { history } = deps;
  switch (history.kind) {
    case 'newest':
      return new NewestBackfill(history, deps);
    case 'stream':
      return new StreamBackfill(history, deps);
    case 'since':
      return new SinceBackfill(history, deps);
  }
}
