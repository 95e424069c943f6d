import type { Message, UserKey } from '@koine/contract';
import type { Changes } from '../../core/ports/stores.ts';
import type { Batch } from '../connection.ts';
import type { ChangeEvent, ProtocolName } from '../protocol.ts';
import type { History } from '../session.ts';
import { EncodedTexts, firstIndex } from './encoded-texts.ts';
import type { HistoryCacheDeps } from './history-cache.ts';
import { type Entry, newestCount, readSnapshot, type Snapshot } from './snapshot.ts';

export interface CachedHistoryDeps
  extends Pick<HistoryCacheDeps, 'messages' | 'pageMessages' | 'portionChars'> {
  readonly roomId: string;
  readonly protocol: ProtocolName;
  /** Unlike the room's others: protocol, variant and kind of history. */
  readonly name: string;
  readonly begunAt: number;
  readonly history: History;
  /** It begins after this key, `null`: with the newest messages; for a client that has everything up to `asked`. */
  readonly after: number | null;
  readonly asked: number | null;
  /** Runs a read of storage; few are under way at a time. */
  read<T>(read: () => Promise<T>): Promise<T>;
  /** It takes so many bytes more (or fewer) than before. */
  resized(bytes: number): void;
  dropped(): void;
}

/** What a client is sent in one go. Includes every change whose event has been delivered when it is taken. */
export interface HistoryPage {
  /** `null`: there is nothing to send. */
  readonly batch: Batch | null;
  /** To be sent before it: messages were purged. */
  readonly purged: readonly string[];
  /** With it a client has everything from this key up to that one. */
  readonly from: number;
  readonly upTo: number;
  readonly isLast: boolean;
  /** History does not reach back that far, or ends before. */
  readonly isResync: boolean;
  readonly changeSeq: number;
}

/** Events since the read: with more it is cheaper to read again than to keep up. */
const EVENTS_MAX = 2_000;
const EVENT_BYTES = 400;
const ENTRY_BYTES = 800;
const EMPTY_BYTES = 1024;

interface CachedEntry extends Entry {
  texts: readonly string[] | null;
}

/**
 * One read of a room's past as one protocol words it in one variant, shared by all who ask and kept true by the room's events.
 * They are only kept, and applied with the next read, so a busy room to which no client comes costs nothing. What they
 * cannot mend (a purge, a gap in the change numbers) drops it.
 */
export class CachedHistory {
  readonly deps: CachedHistoryDeps;
  #reading: Promise<void> | null = null;
  #snapshot: Snapshot | null = null;
  #entries: CachedEntry[] = [];
  /** All there is up to this key is here, in a state that includes every change up to `#changeSeq`. */
  #top = 0;
  #changeSeq = 0;
  #purged: readonly string[] = [];
  #encoded: EncodedTexts | null = null;
  #pending: ChangeEvent[] = [];
  #eventCount = 0;
  #bytes = 0;
  #isDropped = false;

  constructor(deps: CachedHistoryDeps) {
    this.deps = deps;
  }

  get isReading(): boolean {
    return this.#snapshot === null;
  }

  /** Retention has taken away what it was to begin with. */
  get isGone(): boolean {
    return this.#snapshot?.isGone === true;
  }

  /** Whether what comes after the key is here, or will be when the read under way has ended. */
  covers(after: number | null): boolean {
    const { after: start, pageMessages } = this.deps;
    if (after === null) return start === null;
    if (this.#snapshot === null)
      return start !== null && after >= start && after < start + pageMessages;
    const { base, isGone, isHead } = this.#snapshot;
    if (isGone) return after <= base;
    if (after < base || (after >= this.#top && !isHead)) return false;
    return after <= this.#top || (base > this.#top && this.#isNothingAfter(after));
  }

  /** A change has happened. Called in order, before any session receives it. */
  record(event: ChangeEvent): void {
    if (++this.#eventCount > EVENTS_MAX) {
      this.drop();
      return;
    }
    this.#pending.push(event);
    const chars = event.type === 'roomPurged' ? 0 : event.message.content.length;
    this.#resize(this.#bytes + EVENT_BYTES + chars);
  }

  /** Of what is still being read, too. */
  mayShowReactionOf(user: UserKey): boolean {
    const hasReacted = ({ reactions }: Message) =>
      reactions.some(({ users }) => users.includes(user));
    return (
      this.isReading ||
      this.#entries.some(({ message }) => hasReacted(message)) ||
      this.#pending.some((event) => event.type !== 'roomPurged' && hasReacted(event.message))
    );
  }

  /** Reads, once for all who wait. Rejects when that fails; ends without avail when dropped meanwhile. */
  read(): Promise<void> {
    this.#reading ??= this.#read();
    return this.#reading;
  }

  drop(): void {
    if (this.#isDropped) return;
    this.#isDropped = true;
    this.#resize(0);
    this.deps.dropped();
  }

  /** `null`: it is not here, or not any more. */
  take(after: number | null): HistoryPage | null {
    const encoded = this.#update();
    if (encoded === null || this.#snapshot === null) return null;
    const { base, isGone, isHead, purge } = this.#snapshot;
    const from = after ?? this.#windowStart(base);
    const changeSeq = this.#changeSeq;
    const page = { batch: null, purged: [], from, upTo: changeSeq, changeSeq };
    const isAhead = isHead && this.#isNothingAfter(from);
    if (isAhead || (isGone && from <= base)) return { ...page, isLast: true, isResync: true };
    if (!this.covers(from)) return null;
    const isWhole = this.deps.history.kind === 'newest';
    const start = isWhole ? 0 : firstIndex(this.#entries, ({ key }) => key > from);
    const { batch, end } = encoded.portion(start, this.deps.portionChars);
    const isEnd = end === encoded.length;
    return {
      ...page,
      batch,
      purged: purge !== null && purge.changeSeq > from ? this.#purged : [],
      upTo: isEnd ? this.#top : (this.#entries[end - 1]?.key ?? from),
      isLast: isEnd && isHead,
      isResync: false,
    };
  }

  /**
   * The client is ahead of everything. A client that is further ahead than the one that asked may have received more elsewhere, after this
   * was read: storage decides.
   */
  #isNothingAfter(key: number): boolean {
    return key > this.#top && key <= (this.deps.asked ?? 0);
  }

  async #read(): Promise<void> {
    const { after, history, messages, pageMessages, read, roomId } = this.deps;
    try {
      const snapshot = await read(() =>
        readSnapshot(messages, roomId, history, after, pageMessages),
      );
      if (this.#isDropped) return;
      this.#snapshot = snapshot;
      this.#top = snapshot.top;
      this.#changeSeq = snapshot.changeSeq;
      this.#entries = snapshot.entries.map((entry) => ({ ...entry, texts: null }));
      if (history.kind === 'since' && snapshot.purge !== null)
        this.#purged = history.encode({ ...NO_CHANGES, purge: snapshot.purge });
      this.#update();
    } catch (error) {
      this.drop();
      throw error;
    }
  }

  /** Applies and encodes what is not yet. `null`: there is nothing here (any more). */
  #update(): EncodedTexts | null {
    if (this.isReading || this.#isDropped) return null;
    if (this.#pending.length === 0 && this.#encoded !== null) return this.#encoded;
    for (const event of this.#pending) if (!this.#isDropped) this.#apply(event);
    this.#pending = [];
    if (this.#isDropped) return null;
    const encoded = this.#encode();
    this.#resize(EMPTY_BYTES + ENTRY_BYTES * this.#entries.length + 3 * encoded.chars);
    return encoded;
  }

  #apply(event: ChangeEvent): void {
    const { changeSeq } = event;
    if (changeSeq <= this.#changeSeq) return;
    // Numbers have no gaps: one that is missing is a change whose event was not received here.
    if (event.type === 'roomPurged' || changeSeq > this.#changeSeq + 1) {
      this.drop();
      return;
    }
    this.#changeSeq = changeSeq;
    const { message } = event;
    const { history } = this.deps;
    const isSince = history.kind === 'since';
    const isNew = event.type === 'messageCreated';
    if (history.kind === 'newest') this.#encoded = null;
    if (!isNew) this.#revise(message);
    if (this.#snapshot?.isHead !== true || !(isNew || isSince)) return;
    this.#top = isSince ? changeSeq : message.seq;
    this.#entries.push({ key: this.#top, message, isNew, texts: null });
    if (history.kind === 'newest' && this.#entries.length > history.count) this.#entries.shift();
  }

  /** The message's creation shows it as it is now, and its earlier changes go. */
  #revise(message: Message): void {
    const isKnown = (entry: Entry) => entry.message.seq === message.seq;
    if (!this.#entries.some(isKnown)) return;
    const { history } = this.deps;
    const isHidden =
      message.deletedAt !== null && !(history.kind === 'newest' && history.withDeleted);
    // An older one takes its place among the newest, which is not here.
    if (isHidden && newestCount(history) !== null) this.drop();
    this.#entries = this.#entries.flatMap((entry) => {
      if (!isKnown(entry)) return [entry];
      return entry.isNew ? [{ ...entry, message, texts: null }] : [];
    });
    this.#encoded = null;
  }

  #encode(): EncodedTexts {
    this.#encoded ??= new EncodedTexts();
    const encoded = this.#encoded;
    const { history } = this.deps;
    if (history.kind === 'newest') {
      const messages = this.#entries.map(({ message }) => message);
      if (encoded.length === 0)
        encoded.append(history.encode({ messages, changeSeq: this.#changeSeq }));
      return encoded;
    }
    for (const entry of this.#entries.slice(encoded.length)) {
      entry.texts ??= textsOf(history, entry);
      encoded.append(entry.texts);
    }
    return encoded;
  }

  /** The key after which the newest messages begin that a client gets. */
  #windowStart(base: number): number {
    const count = newestCount(this.deps.history);
    if (count === null || this.#snapshot?.isHead !== true) return base;
    return this.#entries.at(-count - 1)?.key ?? base;
  }

  #resize(bytes: number): void {
    const before = this.#bytes;
    this.#bytes = bytes;
    this.deps.resized(bytes - before);
  }
}

const NO_CHANGES: Changes = {
  messages: [],
  purge: null,
  isGone: false,
  knownSeq: 0,
  hasMore: false,
  changeSeq: 0,
};

function textsOf(
  history: Exclude<History, { kind: 'newest' }>,
  { isNew, key, message }: Entry,
): readonly string[] {
  const { seq } = message;
  if (history.kind === 'stream') return message.deletedAt === null ? history.encode([message]) : [];
  return history.encode({
    ...NO_CHANGES,
    messages: [{ ...message, changeSeq: key }],
    knownSeq: isNew ? seq - 1 : seq,
    changeSeq: key,
  });
}
