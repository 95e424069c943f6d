import type { Message } from '@koine/contract';
import type { Changes, HistoryPage, MessageStore, Purged } from '../../core/ports/stores.ts';
import type { History } from '../session.ts';

/** A message in one of its states. */
export interface Entry {
  /** What orders them: the number of a change (`since`), or else the message's seq. */
  readonly key: number;
  readonly message: Message;
  /** It is the first of that message. */
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
export async function readSnapshot(
  messages: Pick<MessageStore, 'page' | 'changesSince'>,
  roomId: string,
  history: History,
  after: number | null,
  limit: number,
): Promise<Snapshot> {
  if (history.kind === 'since')
    return ofChanges(await messages.changesSince(roomId, after ?? 0, limit), after ?? 0);
  const withDeleted = history.kind === 'newest' && history.withDeleted;
  const query = { roomId, before: null, withDeleted };
  if (after === null) {
    const count = newestCount(history) ?? 0;
    // What goes into one frame is read at once.
    const skip = history.kind === 'newest' ? 0 : Math.max(count - limit, 0);
    const range = { after, skip, limit: Math.max(count - skip, 1) };
    const page = await messages.page({ ...query, ...range, direction: 'older' });
    if (count === 0) return ofPage({ ...page, messages: [] }, null, true);
    if (page.messages.length > 0 || skip === 0) return ofPage(page, null, skip === 0);
    // There are fewer than that: from the beginning.
  }
  const base = after ?? 0;
  const range = { after: base, skip: 0, limit };
  const page = await messages.page({ ...query, ...range, direction: 'newer' });
  return ofPage(page, base, page.messages.length < limit);
}

/** How many of the newest messages the history asks for; `null`: all. */
export function newestCount(history: History): number | null {
  if (history.kind === 'since') return null;
  return history.kind === 'newest' ? history.count : history.newest;
}

/** `after` null: it begins with its first message. */
function ofPage(
  { messages, lastSeq, changeSeq }: HistoryPage,
  after: number | null,
  isHead: boolean,
): Snapshot {
  const entries = messages.map((message) => ({ key: message.seq, message, isNew: true }));
  const base = after ?? (entries[0]?.key ?? lastSeq + 1) - 1;
  const top = isHead ? lastSeq : (entries.at(-1)?.key ?? base);
  return { base, top, entries, isHead, isGone: false, purge: null, changeSeq };
}

function ofChanges(
  { changeSeq, hasMore, isGone, knownSeq, messages, purge }: Changes,
  base: number,
): Snapshot {
  const seen = new Set<number>();
  const entries = messages.map((message) => {
    const isNew = message.seq > knownSeq && !seen.has(message.seq);
    seen.add(message.seq);
    return { key: message.changeSeq, message, isNew };
  });
  const top = hasMore ? (entries.at(-1)?.key ?? base) : changeSeq;
  return { base, top, entries, isHead: !hasMore && !isGone, isGone, purge, changeSeq };
}
