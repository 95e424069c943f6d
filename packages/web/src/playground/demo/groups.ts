import { isSameDay } from '../../lib/time.ts';
import type { Item, Line } from './chat-state.ts';

const GROUP_MS = 5 * 60_000;

/** What the view draws: messages of one sender together, with days and what the chat says between them. */
export type Block =
  | { readonly kind: 'group'; readonly key: string; readonly lines: readonly Line[] }
  | { readonly kind: 'said'; readonly key: string; readonly text: string }
  | { readonly kind: 'day'; readonly key: string; readonly at: number };

/**
 * Groups by sender within five minutes, and names each day that is not the one before (nor, at the top, today).
 * @param today Any time of it, ms since the Unix epoch.
 */
export function blocksOf(items: readonly Item[], today: number): readonly Block[] {
  const blocks: Block[] = [];
  let group: { key: string; lines: Line[] } | null = null;
  let day = today;
  for (const item of items) {
    if (item.kind === 'said') {
      blocks.push(item);
      group = null;
      continue;
    }
    const { line } = item;
    if (!isSameDay(line.at, day)) {
      day = line.at;
      blocks.push({ kind: 'day', key: `day ${item.key}`, at: line.at });
      group = null;
    }
    const last: Line | undefined = group?.lines.at(-1);
    if (group !== null && last?.senderId === line.senderId && line.at - last.at < GROUP_MS)
      group.lines.push(line);
    else {
      group = { key: `group ${item.key}`, lines: [line] };
      blocks.push({ kind: 'group', ...group });
    }
  }
  return blocks;
}
