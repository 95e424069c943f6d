import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Avatar } from '../../design/avatar.tsx';
import { plural } from '../../lib/language.ts';
import { useStickToEnd } from '../../lib/stick-to-end.ts';
import { clockTime, dayName, exactTime } from '../../lib/time.ts';
import styles from './chat-log.module.css';
import type { ChatState, DemoMessage } from './chat-state.ts';
import { type Block, blocksOf } from './groups.ts';

export interface ChatLogProps {
  readonly label: string;
  readonly state: ChatState;
  /** Shown while there is no message. */
  readonly empty: string;
  /** Below a message: reactions, actions. */
  readonly under?: ((message: DemoMessage) => preact.ComponentChildren) | undefined;
  /** Rises when the reader wants to be at the end, e.g. after sending. */
  readonly jumps: number;
}

/** Stays at the newest message unless the reader has scrolled up; then it counts the messages received since. */
export function ChatLog({ label, state, empty, under, jumps }: ChatLogProps) {
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef({ first: '', last: '', height: 0 });
  const [unseenFrom, setUnseenFrom] = useState<string | null>(null);
  const version = state.version.value;
  const grown = () => {
    const { first, height } = shown.current;
    const isPrepended = items.findIndex(({ key }) => key === first) > 0;
    return isPrepended ? (box.current?.scrollHeight ?? 0) - height : 0;
  };
  const list = useStickToEnd(box, version, grown);
  if (list.isAtEnd()) state.trim();
  const items = state.items();

  useLayoutEffect(() => {
    const { last } = shown.current;
    const at = items.findIndex(({ key }) => key === last);
    if (list.isAtEnd()) setUnseenFrom(null);
    else if (unseenFrom === null) setUnseenFrom(items[at + 1]?.key ?? null);
    shown.current = {
      first: items[0]?.key ?? '',
      last: items.at(-1)?.key ?? '',
      height: box.current?.scrollHeight ?? 0,
    };
  }, [version]);

  useEffect(toEnd, [jumps]);

  function toEnd() {
    list.toEnd();
    setUnseenFrom(null);
  }

  function scrolled() {
    list.scrolled();
    if (list.isAtEnd()) setUnseenFrom(null);
  }

  const unseen =
    unseenFrom === null ? 0 : items.length - items.findIndex(({ key }) => key === unseenFrom);
  return (
    <div class={styles.frame}>
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: scrolled by keys. */}
      <div
        ref={box}
        class={styles.log}
        role="log"
        aria-label={label}
        tabIndex={0}
        onScroll={scrolled}
      >
        {items.length === 0 && <p class={styles.empty}>{empty}</p>}
        {blocksOf(items, Date.now()).map((block) => (
          <BlockView key={block.key} block={block} under={under} unseenFrom={unseenFrom} />
        ))}
      </div>
      {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: scrolled by keys. */}
      {unseen > 0 && (
        <button type="button" class={styles.jump} onClick={toEnd}>
          {plural(unseen, 'new message')}
        </button>
      )}
    </div>
  );
}

interface BlockProps extends Pick<ChatLogProps, 'under'> {
  readonly block: Block;
  readonly unseenFrom: string | null;
}

function BlockView({ block, under, unseenFrom }: BlockProps) {
  if (block.kind === 'note') return <p class={styles.note}>{block.text}</p>;
  if (block.kind === 'day') return <p class={styles.day}>{dayName(block.at, Date.now())}</p>;
  const [first] = block.messages;
  if (first === undefined) return null;
  return (
    <div class={styles.group} data-own={first.isOwn}>
      <Avatar name={first.sender} seed={first.sender} size={32} />
      <div class={styles.messages}>
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
        {block.messages.map((message) => (
          <MessageView
            key={message.id}
            message={message}
            isNew={message.id === unseenFrom}
            under={under}
          />
        ))}
      </div>
    </div>
  );
}

interface MessageProps extends Pick<ChatLogProps, 'under'> {
  readonly message: DemoMessage;
  readonly isNew: boolean;
}

/** An unchanged message is not compared again: in a flood only new ones are drawn. */
function MessageView({ message, isNew, under }: MessageProps) {
  return useMemo(
    () => (
      <div class={styles.message} data-new={isNew}>
        {message.isDeleted ? (
          <p class={styles.deleted}>Message deleted</p>
        ) : (
          <p dir="auto" title={exactTime(message.at)}>
            {message.text}
            {message.isEdited && <span class={styles.edited}> (edited)</span>}
          </p>
        )}
        {!message.isDeleted && under?.(message)}
      </div>
    ),
    [message, isNew, under],
  );
}
