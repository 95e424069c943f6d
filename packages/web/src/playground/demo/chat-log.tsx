import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Avatar } from '../../design/avatar.tsx';
import { clockTime, dayName, exactTime } from '../../lib/time.ts';
import styles from './chat-log.module.css';
import type { ChatState, Line } from './chat-state.ts';
import { type Block, blocksOf } from './groups.ts';

export interface ChatLogProps {
  readonly label: string;
  readonly state: ChatState;
  /** Said while there is nothing. */
  readonly empty: string;
  /** What stands under a message: reactions, actions. */
  readonly under?: (line: Line) => preact.ComponentChildren;
  /** Rises when the reader wants to be at the end, e.g. after sending. */
  readonly jumps: number;
}

/** The messages. Stays at the newest one unless the reader has scrolled up; then says how many came since. */
export function ChatLog({ label, state, empty, under, jumps }: ChatLogProps) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const seenKey = useRef<string | undefined>(undefined);
  const lastHeight = useRef(0);
  const firstKey = useRef<string | undefined>(undefined);
  const [unseenFrom, setUnseenFrom] = useState<string | null>(null);
  const version = state.version.value;
  if (isAtEnd.current) state.trim();
  const items = state.items();

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const first = items[0]?.key;
    const hasOlder =
      firstKey.current !== undefined && items.findIndex(({ key }) => key === firstKey.current) > 0;
    if (isAtEnd.current && !hasOlder) element.scrollTop = element.scrollHeight;
    else if (hasOlder) element.scrollTop += element.scrollHeight - lastHeight.current;
    firstKey.current = first;
    lastHeight.current = element.scrollHeight;
    const newest = items.at(-1)?.key;
    if (isAtEnd.current) seenKey.current = newest;
    else if (newest !== seenKey.current && unseenFrom === null) {
      const at = items.findIndex(({ key }) => key === seenKey.current);
      setUnseenFrom(items[at + 1]?.key ?? null);
    }
  }, [version]);

  useEffect(toEnd, [jumps]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => isAtEnd.current && toEnd());
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  function toEnd() {
    const element = box.current;
    if (element === null) return;
    isAtEnd.current = true;
    element.scrollTop = element.scrollHeight;
    seenKey.current = state.items().at(-1)?.key;
    setUnseenFrom(null);
  }

  function scrolled(element: HTMLDivElement) {
    const isNow = element.scrollHeight - element.scrollTop - element.clientHeight < 32;
    if (isNow && !isAtEnd.current) seenKey.current = state.items().at(-1)?.key;
    isAtEnd.current = isNow;
    if (isNow && unseenFrom !== null) setUnseenFrom(null);
  }

  const unseen =
    unseenFrom === null ? 0 : items.length - items.findIndex(({ key }) => key === unseenFrom);
  return (
    <div class={styles.frame}>
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: one scrolls it by keys. */}
      <div
        ref={box}
        class={styles.log}
        role="log"
        aria-label={label}
        tabIndex={0}
        onScroll={(event) => scrolled(event.currentTarget)}
      >
        {items.length === 0 && <p class={styles.empty}>{empty}</p>}
        {blocksOf(items, Date.now()).map((block) => (
          <BlockView key={block.key} block={block} under={under} unseenFrom={unseenFrom} />
        ))}
      </div>
      {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: one scrolls it by keys. */}
      {unseen > 0 && (
        <button type="button" class={styles.jump} onClick={toEnd}>
          {unseen === 1 ? '1 new message' : `${unseen} new messages`}
        </button>
      )}
    </div>
  );
}

interface BlockProps {
  readonly block: Block;
  readonly under: ChatLogProps['under'];
  readonly unseenFrom: string | null;
}

function BlockView({ block, under, unseenFrom }: BlockProps) {
  if (block.kind === 'said') return <p class={styles.said}>{block.text}</p>;
  if (block.kind === 'day') return <p class={styles.day}>{dayName(block.at, Date.now())}</p>;
  const [first] = block.lines;
  if (first === undefined) return null;
  return (
    <div class={styles.group} data-own={first.isOwn}>
      <Avatar name={first.sender} seed={first.sender} size={32} />
      <div class={styles.lines}>
        <div class={styles.head}>
          <b dir="auto" title={first.senderId}>
            {first.sender}
          </b>
          {first.isOwn && <span class={styles.tag}>you</span>}
          {first.isBot && <span class={styles.tag}>bot</span>}
          <time dateTime={new Date(first.at).toISOString()} title={exactTime(first.at)}>
            {clockTime(first.at)}
          </time>
        </div>
        {block.lines.map((line) => (
          <MessageView key={line.id} line={line} isNew={line.id === unseenFrom} under={under} />
        ))}
      </div>
    </div>
  );
}

interface MessageProps {
  readonly line: Line;
  readonly isNew: boolean;
  readonly under: ChatLogProps['under'];
}

/** One that has not changed is not compared again: a flood draws what is new. */
function MessageView({ line, isNew, under }: MessageProps) {
  return useMemo(
    () => (
      <div class={styles.message} data-new={isNew}>
        {line.isDeleted ? (
          <p class={styles.deleted}>Message deleted</p>
        ) : (
          <p dir="auto" title={exactTime(line.at)}>
            {line.text}
            {line.isEdited && <span class={styles.edited}> (edited)</span>}
          </p>
        )}
        {!line.isDeleted && under?.(line)}
      </div>
    ),
    [line, isNew, under],
  );
}
