import type { Message } from '@koine/contract';
import type { HistoryQuery, MessageStore, Purged } from '../../core/ports/stores.ts';
import type { History } from '../session.ts';

/** A message as the past tells it. */
export interface Entry {
  /** What orders them: the number of a change (`since`), or else the message's seq. */
  readonly key: number;
  readonly message: Message;
  /** It tells the message for the first time. */
  readonly isNew: boolean;
}

/** One read of a room's past: all there is with keys above `base`, up to `top`. */
export interface Snapshot {
  readonly base: number;
  readonly top: number;
  readonly entries: readonly Entry[];
  /** Nothing comes after it. */
  readonly isHead: boolean;
  /** Retention has taken away what comes after `base`. */
  readonly isGone: boolean;
  /** The latest purge after `base`. */
  readonly purge: Purged | null;
  /** The newest change that it includes. */
  readonly changeSeq: number;
}

/** Reads what comes after a key; `null`: the newest messages that the history asks for, or the first page of them. */
export function readSnapshot(
  messages: Pick<MessageStore, 'page' | 'changesSince'>,
  roomId: string,
  history: History,
  after: number | null,
  limit: number,
): Promise<Snapshot> {
  if (history.kind === 'since') return changesAfter(messages, roomId, after ?? 0, limit);
  const withDeleted = history.kind === 'newest' && history.withDeleted;
  const query = { roomId, before: null, after, limit, skip: 0, withDeleted };
  if (after !== null) return messagesAfter(messages, query, after);
  const count = newestCount(history) ?? 0;
  // What is said in one frame is read at once.
  return newestMessages(
    messages,
    history.kind === 'newest' ? { ...query, limit: count } : query,
    count,
  );
}

/** How many of the newest messages the history asks for; `null`: all. */
export function newestCount(history: History): number | null {
  if (history.kind === 'since') return null;
  return history.kind === 'newest' ? history.count : history.newest;
}

type Query = Omit<HistoryQuery, 'direction'>;

async function newestMessages(
  messages: Pick<MessageStore, 'page'>,
  query: Query,
  count: number,
): Promise<Snapshot> {
  const skip = Math.max(count - query.limit, 0);
  const limit = Math.max(count - skip, 1);
  const page = await messages.page({ ...query, direction: 'older', limit, skip });
  // There are fewer than that.
  if (page.messages.length === 0 && skip > 0)
    return messagesAfter(messages, { ...query, after: 0 }, 0);
  const entries = count === 0 ? [] : page.messages.map(entryOf);
  const isHead = skip === 0;
  const base = (entries[0]?.key ?? page.lastSeq + 1) - 1;
  const top = isHead ? page.lastSeq : (entries.at(-1)?.key ?? base);
  return { base, top, entries, isHead, isGone: false, purge: null, changeSeq: page.changeSeq };
}

async function messagesAfter(
  messages: Pick<MessageStore, 'page'>,
  query: Query,
  base: number,
): Promise<Snapshot> {
  const page = await messages.page({ ...query, direction: 'newer' });
  const entries = page.messages.map(entryOf);
  const isHead = entries.length < query.limit;
  const top = isHead ? page.lastSeq : (entries.at(-1)?.key ?? base);
  return { base, top, entries, isHead, isGone: false, purge: null, changeSeq: page.changeSeq };
}

async function changesAfter(
  messages: Pick<MessageStore, 'changesSince'>,
  roomId: string,
  base: number,
  limit: number,
): Promise<Snapshot> {
  const changes = await messages.changesSince(roomId, base, limit);
  const { changeSeq, hasMore, isGone, knownSeq, purge } = changes;
  const seen = new Set<number>();
  const entries = changes.messages.map((message): Entry => {
    const isNew = message.seq > knownSeq && !seen.has(message.seq);
    seen.add(message.seq);
    return { key: message.changeSeq, message, isNew };
  });
  const top = hasMore ? (entries.at(-1)?.key ?? base) : changeSeq;
  return { base, top, entries, isHead: !hasMore && !isGone, isGone, purge, changeSeq };
}

function entryOf(message: Message): Entry {
  return { key: message.seq, message, isNew: true };
}
