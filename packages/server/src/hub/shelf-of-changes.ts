import type { Message } from '@koine/contract';
import type { Changes, MessageStore } from '../core/ports/stores.ts';
import type { Batch } from './connection.ts';
import { EncodedLog, type LogEntry, type Told } from './encoded-log.ts';
import type { History } from './session.ts';
import { type MessageEvent, Shelf, type ShelfDeps } from './shelf.ts';

type SinceHistory = Extract<History, { kind: 'since' }>;

export interface ChangesShelfOptions {
  readonly messages: Pick<MessageStore, 'changesSince'>;
  readonly encode: SinceHistory['encode'];
  /** It begins behind this change … */
  readonly base: number;
  /** … for a client that has everything up to this one. */
  readonly from: number;
  readonly pageMessages: number;
  readonly portionChars: number;
  readonly bytesMax: number;
}

/** What is there for a client that has everything up to a change. */
export type ChangesFound =
  /** History does not reach back that far, or ends before. */
  | { readonly kind: 'resync'; readonly changeSeq: number; readonly isGone: boolean }
  | {
      readonly kind: 'changes';
      readonly batches: readonly Batch[];
      /** With them the client has everything up to this change. */
      readonly upTo: number;
      readonly isLast: boolean;
      /** The newest change of the room. */
      readonly changeSeq: number;
      /** What the client has been told then. */
      readonly told: Told;
      /** To be told first. */
      readonly purge: { readonly changeSeq: number; readonly texts: readonly string[] } | null;
    };

/** Everything since a change, as `MessageStore.changesSince` tells it. */
export class ChangesShelf extends Shelf {
  readonly #options: ChangesShelfOptions;
  readonly #log = new EncodedLog();
  /** Message → the number under which it is told as new, and that of its latest change. */
  readonly #newAt = new Map<number, number>();
  readonly #changedAt = new Map<number, number>();
  #base: number;
  /** Everything up to this change is here. */
  #top: number;
  /** There is no more in storage, or was not when it was read: what comes now comes by events. */
  #isAtHead = false;
  #isGone = false;
  #purge: { readonly changeSeq: number; readonly texts: readonly string[] } | null = null;

  constructor(deps: ShelfDeps, options: ChangesShelfOptions) {
    super(deps);
    this.#options = options;
    this.#base = options.base;
    this.#top = options.base;
  }

  /** Whether a client that has everything up to this change finds here what it wants, perhaps after a read. */
  covers(changeSeq: number): boolean {
    if (this.#isGone) return changeSeq <= this.#base;
    const reached = Math.max(this.#top, this.#options.from);
    return changeSeq >= this.#base && (changeSeq <= reached || this.#isAtHead);
  }

  /** It once began, but does no more, at or before this change: no read brings that back. */
  beginsBehind(changeSeq: number): boolean {
    return !this.#isGone && changeSeq < this.#base;
  }

  /** `null`: a read is needed, or it has been dropped, or has lost what this client needs. */
  take(from: number, told: Told): ChangesFound | null {
    if (!this.isFilled) return null;
    this.settle();
    const changeSeq = this.newestSeq;
    // What was worked in just now may have made its beginning go.
    if (this.isDropped || this.beginsBehind(from)) return null;
    if (this.#isGone || (this.#isAtHead && from > changeSeq))
      return { kind: 'resync', changeSeq, isGone: this.#isGone };
    if (from >= this.#top && !this.#isAtHead) return null;
    const newSeq = told.newSeq ?? this.#log.firstNewAfter(from);
    const { portionChars } = this.#options;
    const { stateSeq } = told;
    const portion = this.#log.portion(from, portionChars, this.liveSeq, { newSeq, stateSeq });
    this.isAwaited = false;
    const isLast = portion.isEnd && this.#isAtHead;
    return {
      kind: 'changes',
      batches: portion.batches,
      upTo: portion.isEnd ? this.#top : portion.upTo,
      isLast,
      changeSeq,
      told: { newSeq, stateSeq: stateSeq ?? portion.stateSeq },
      purge: this.#purge,
    };
  }

  /** Retention has taken away what comes behind its beginning. */
  get isGone(): boolean {
    return this.#isGone;
  }

  protected contentBytes(): number {
    return this.#log.bytes;
  }

  protected async fetch() {
    const { messages, pageMessages } = this.#options;
    const changes = await messages.changesSince(this.deps.roomId, this.#top, pageMessages);
    return { changeSeq: changes.changeSeq, take: () => this.#admit(changes) };
  }

  protected apply({ message, changeSeq, type }: MessageEvent): void {
    if (type !== 'messageCreated') this.#restate(message, changeSeq);
    if (!this.#isAtHead || changeSeq <= this.#top) return;
    this.#append(message, changeSeq, type === 'messageCreated', this.readSeq);
    this.#top = changeSeq;
    if (!this.isAwaited) this.#trim(changeSeq);
  }

  #admit(changes: Changes): void {
    const { changeSeq, isGone, hasMore, knownSeq, messages, purge } = changes;
    const isFirst = !this.isFilled;
    const before = this.#top;
    const purgedAt = this.#purge?.changeSeq ?? 0;
    // What is here already may have gone, or may have been purged.
    if (!isFirst && (isGone || (purge !== null && purge.changeSeq > purgedAt))) {
      this.drop();
      return;
    }
    this.#isGone = isGone;
    if (isGone) return;
    if (purge !== null && purge.changeSeq > purgedAt) {
      const part = { ...changes, messages: [] };
      this.#purge = { changeSeq: purge.changeSeq, texts: this.#options.encode(part, false) };
    }
    const isNewHere = new Set<number>();
    for (const message of messages) {
      const isNew = message.seq > knownSeq && !isNewHere.has(message.seq);
      if (isNew) isNewHere.add(message.seq);
      // Events that came during the read may have been worked in already.
      if (message.changeSeq <= this.#top) continue;
      if (!isNew) this.#restate(message, message.changeSeq);
      this.#append(message, message.changeSeq, isNew, changeSeq);
    }
    this.#isAtHead = !hasMore;
    const last = messages.at(-1)?.changeSeq ?? this.#top;
    this.#top = Math.max(this.#top, hasMore ? last : changeSeq);
    this.#trim(before);
  }

  /** What was said of the message before is said as it is now, and its earlier change not at all. */
  #restate(message: Message, changeSeq: number): void {
    const newAt = this.#newAt.get(message.seq);
    if (newAt !== undefined)
      this.#log.restate(newAt, changeSeq, () => this.#entryOf(message, newAt, true));
    const changedAt = this.#changedAt.get(message.seq);
    if (changedAt === undefined || changedAt >= changeSeq) return;
    this.#log.remove(changedAt);
    this.#changedAt.delete(message.seq);
  }

  #append(message: Message, key: number, isNew: boolean, readSeq: number): void {
    (isNew ? this.#newAt : this.#changedAt).set(message.seq, key);
    this.#log.append(this.#entryOf(message, key, isNew), readSeq);
  }

  #entryOf(message: Message, key: number, isNew: boolean): LogEntry {
    const { encode } = this.#options;
    const changes: Changes = {
      messages: [{ ...message, changeSeq: key }],
      purge: null,
      isGone: false,
      knownSeq: isNew ? message.seq - 1 : message.seq,
      hasMore: false,
      changeSeq: key,
    };
    const texts = encode(changes, false);
    const told = isNew ? texts : encode(changes, true);
    const isSame = told.length === texts.length && told.every((text, i) => text === texts[i]);
    return { key, seq: message.seq, isNew, texts, toldTexts: isSame ? null : told };
  }

  /** Forgets the oldest, if there is too much, but nothing that is newer than `upTo`. */
  #trim(upTo: number): void {
    while (this.#log.bytes > this.#options.bytesMax) {
      const entries = this.#log.trim(upTo);
      for (const { key, seq, isNew } of entries) {
        (isNew ? this.#newAt : this.#changedAt).delete(seq);
        this.#base = key;
      }
      if (entries.length === 0) return;
    }
  }
}
