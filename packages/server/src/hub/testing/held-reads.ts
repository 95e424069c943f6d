import type { Changes, HistoryPage, HistoryQuery, MessageStore } from '../../core/ports/stores.ts';
import type { TestRoom } from './test-room.ts';

interface HeldRead {
  /** Takes the snapshot; the reader does not have it yet. */
  snapshot(): Promise<void>;
  answer(): void;
}

/** Reads whose two moments, the snapshot and the answer, come when the test says so. */
export class HeldReads implements Pick<MessageStore, 'page' | 'changesSince'> {
  readonly #room: TestRoom;
  readonly #called: HeldRead[] = [];
  readonly #taken: HeldRead[] = [];

  constructor(room: TestRoom) {
    this.#room = room;
  }

  get isIdle(): boolean {
    return this.#called.length === 0 && this.#taken.length === 0;
  }

  page(query: HistoryQuery): Promise<HistoryPage> {
    return this.#hold(() => this.#room.page(query));
  }

  changesSince(roomId: string, changeSeq: number, limit: number): Promise<Changes> {
    return this.#hold(() => this.#room.changesSince(roomId, changeSeq, limit));
  }

  /** Takes the snapshot of the oldest read that has none. */
  async snapshot(): Promise<void> {
    const read = this.#called.shift();
    if (read === undefined) return;
    await read.snapshot();
    this.#taken.push(read);
  }

  /** Answers the oldest read whose snapshot is taken. */
  answer(): void {
    this.#taken.shift()?.answer();
  }

  #hold<T>(read: () => Promise<T>): Promise<T> {
    return new Promise((resolve) => {
      let answer = () => {};
      this.#called.push({
        async snapshot() {
          const result = await read();
          answer = () => resolve(result);
        },
        answer: () => answer(),
      });
    });
  }
}
