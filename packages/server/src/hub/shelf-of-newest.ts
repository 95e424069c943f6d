import type { Message } from '@koine/contract';
import type { MessageStore } from '../core/ports/stores.ts';
import { batchOf } from './batch.ts';
import type { Batch } from './connection.ts';
import type { History } from './session.ts';
import { type MessageEvent, Shelf, type ShelfDeps } from './shelf.ts';

type NewestHistory = Extract<History, { kind: 'newest' }>;

export interface NewestFound {
  readonly batch: Batch;
  readonly changeSeq: number;
}

/** A room's newest messages, as one page. */
export class NewestShelf extends Shelf {
  readonly #messages: Pick<MessageStore, 'page'>;
  readonly #history: NewestHistory;
  #page: Message[] = [];
  #batch: { readonly batch: Batch; readonly changeSeq: number } | null = null;

  constructor(deps: ShelfDeps, messages: Pick<MessageStore, 'page'>, history: NewestHistory) {
    super(deps);
    this.#messages = messages;
    this.#history = history;
  }

  /** `null`: a read is needed, or it has been dropped. */
  take(): NewestFound | null {
    if (!this.isFilled) return null;
    this.settle();
    if (this.isDropped) return null;
    const changeSeq = this.newestSeq;
    if (this.#batch?.changeSeq !== changeSeq) {
      const texts = this.#history.encode({ messages: this.#page, changeSeq });
      this.#batch = { batch: batchOf(texts), changeSeq };
    }
    return this.#batch;
  }

  protected contentBytes(): number {
    let bytes = 0;
    for (const { content } of this.#page) bytes += 600 + 3 * content.length;
    return bytes;
  }

  protected async fetch() {
    const { count, withDeleted } = this.#history;
    const page = await this.#messages.page({
      roomId: this.deps.roomId,
      direction: 'older',
      before: null,
      after: null,
      limit: count,
      skip: 0,
      withDeleted,
    });
    return {
      changeSeq: page.changeSeq,
      take: () => {
        this.#page = [...page.messages];
      },
    };
  }

  protected apply({ type, message, changeSeq }: MessageEvent): void {
    if (changeSeq <= this.readSeq) return;
    const { count, withDeleted } = this.#history;
    const isHidden = message.deletedAt !== null && !withDeleted;
    const index = this.#page.findIndex(({ seq }) => seq === message.seq);
    if (index >= 0 && isHidden) {
      // An older one takes its place, which is not here, unless these were all.
      if (this.#page.length >= count) this.drop();
      else this.#page.splice(index, 1);
    } else if (index >= 0) {
      this.#page[index] = message;
    } else if (type === 'messageCreated' && !isHidden) {
      this.#page.push(message);
      if (this.#page.length > count) this.#page.shift();
    }
  }
}
