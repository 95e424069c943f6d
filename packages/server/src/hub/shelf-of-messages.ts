import type { HistoryPage, MessageStore } from '../core/ports/stores.ts';
import type { Batch } from './connection.ts';
import { EncodedLog, type LogEntry } from './encoded-log.ts';
import type { History } from './session.ts';
import { type MessageEvent, Shelf, type ShelfDeps } from './shelf.ts';

type StreamHistory = Extract<History, { kind: 'stream' }>;

export interface MessagesShelfOptions {
  readonly messages: Pick<MessageStore, 'page'>;
  readonly encode: StreamHistory['encode'];
  /** It begins behind this seq. */
  readonly base: number;
  readonly pageMessages: number;
  readonly portionChars: number;
  readonly bytesMax: number;
}

export interface MessagesFound {
  readonly batches: readonly Batch[];
  /** The client then has every message up to this seq. */
  readonly upTo: number;
  readonly isLast: boolean;
  /** The messages include every change up to this one. */
  readonly changeSeq: number;
}

/** A room's messages oldest to newest, without those that were deleted. */
export class MessagesShelf extends Shelf {
  readonly #options: MessagesShelfOptions;
  readonly #log = new EncodedLog();
  #base: number;
  /** Every message up to this seq is here. */
  #top: number;
  #isAtHead = false;

  constructor(deps: ShelfDeps, options: MessagesShelfOptions) {
    super(deps);
    this.#options = options;
    this.#base = options.base;
    this.#top = options.base;
  }

  /** Whether a client that has every message up to this seq finds here what comes next, perhaps after a read. */
  covers(seq: number): boolean {
    return seq >= this.#base && seq <= this.#top;
  }

  /** `null`: a read is needed, or it has been dropped, or has lost what this client needs. */
  take(after: number): MessagesFound | null {
    if (!this.isFilled) return null;
    this.settle();
    // What was worked in just now may have made its beginning go.
    if (this.isDropped || !this.covers(after)) return null;
    if (after >= this.#top && !this.#isAtHead) return null;
    const portion = this.#log.portion(after, this.#options.portionChars, this.liveSeq);
    this.isAwaited = false;
    const { batches, stateSeq } = portion;
    const newestSeq = Math.max(this.readSeq, this.liveSeq);
    if (!portion.isEnd || !this.#isAtHead)
      return { batches, upTo: portion.upTo, isLast: false, changeSeq: stateSeq };
    // What the latest read says of seqs behind these messages it does not say of these messages.
    if (portion.upTo > after && stateSeq < newestSeq)
      return { batches, upTo: portion.upTo, isLast: false, changeSeq: stateSeq };
    return { batches, upTo: this.#top, isLast: true, changeSeq: newestSeq };
  }

  /** The seq behind which the newest `count` messages begin; `null`: that is not known here. */
  startOf(count: number): number | null {
    if (!this.isFilled) return null;
    this.settle();
    if (this.isDropped || !this.#isAtHead) return null;
    if (count === 0) return this.#top;
    return this.#log.keyBeforeLast(count) ?? (this.#base === 0 ? 0 : null);
  }

  protected contentBytes(): number {
    return this.#log.bytes;
  }

  protected async fetch() {
    const { messages, pageMessages } = this.#options;
    const page = await messages.page({
      roomId: this.deps.roomId,
      direction: 'newer',
      before: null,
      after: this.#top,
      limit: pageMessages,
      skip: 0,
      withDeleted: false,
    });
    return { changeSeq: page.changeSeq, take: () => this.#admit(page) };
  }

  protected apply({ message, changeSeq, type }: MessageEvent): void {
    const { seq } = message;
    if (seq <= this.#top) {
      this.#log.restate(seq, changeSeq, () => this.#entryOf(message));
    } else if (this.#isAtHead && type === 'messageCreated') {
      this.#log.append(this.#entryOf(message), this.readSeq);
      this.#top = seq;
      if (!this.isAwaited) this.#trim(seq);
    }
  }

  #admit({ messages, changeSeq, lastSeq }: HistoryPage): void {
    const before = this.#top;
    for (const message of messages) this.#log.append(this.#entryOf(message), changeSeq);
    this.#isAtHead = messages.length < this.#options.pageMessages;
    this.#top = Math.max(this.#top, this.#isAtHead ? lastSeq : (messages.at(-1)?.seq ?? 0));
    this.#trim(before);
  }

  #entryOf(message: HistoryPage['messages'][number]): LogEntry {
    const texts = message.deletedAt === null ? this.#options.encode([message]) : [];
    return { key: message.seq, seq: message.seq, isNew: true, texts, toldTexts: null };
  }

  /** Forgets the oldest, if there is too much, but nothing that is newer than `upTo`. */
  #trim(upTo: number): void {
    while (this.#log.bytes > this.#options.bytesMax) {
      const entries = this.#log.trim(upTo);
      const last = entries.at(-1);
      if (last === undefined) return;
      this.#base = last.key;
    }
  }
}
