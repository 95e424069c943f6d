import type { Entry } from '../../chat/types.ts';
import { isSameDay } from '../../lib/time.ts';

/** Messages of one person within this time stand under one name. */
export const GROUP_MS = 5 * 60_000;

/** Whether the message stands under the name of the one before it. */
export function isGrouped(before: Entry | undefined, entry: Entry): boolean {
  return (
    before !== undefined &&
    before.author.peek().uid === entry.author.peek().uid &&
    entry.at - before.at < GROUP_MS &&
    isSameDay(before.at, entry.at)
  );
}
