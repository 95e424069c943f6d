import { isSameDay } from '../../lib/time.ts';
import type { DemoMessage, Item } from './chat-state.ts';

const GROUP_MS = 5 * 60_000;

/** What the view draws: messages of one sender together, with days and notes between them. */
export type Block =
  | { readonly kind: 'group'; readonly key: string; readonly messages: readonly DemoMessage[] }
  | { readonly kind: 'note'; readonly key: string; readonly text: string }
  | { readonly kind: 'day'; readonly key: string; readonly at: number };

/**
 * Groups by sender within five minutes, and names each day that is not the one before (nor, at the top, today).
 * @param today Any time of it, ms since the Unix epoch.
 */
export function blocksOf(items: readonly Item[], today: number): readonly Block[] {
  const blocks: Block[] = [];
  let group: { key: string; messages: DemoMessage[] } | null = null;
  let day = today;
  for (const item of items) {
    if (item.kind === 'note') {
      blocks.push(item);
      group = null;
      continue;
    }
    const { message } = item;
    if (!isSameDay(message.at, day)) {
      day = message.at;
      blocks.push({ kind: 'day', key: `day ${item.key}`, at: message.at });
      group = null;
    }
    const last: DemoMessage | undefined = group?.messages.at(-1);
    if (group !== null && last?.senderId === message.senderId && message.at - last.at < GROUP_MS)
      group.messages.push(message);
    else {
      group = { key: `group ${item.key}`, messages: [message] };
      blocks.push({ kind: 'group', ...group });
    }
  }
  return blocks;
}
