import { useState } from 'preact/hooks';
import { countOf } from '../../chat/toggled.ts';
import type { Entry, Reaction } from '../../chat/types.ts';
import { useEmbed } from '../embed-state.ts';
import styles from './message.module.css';
import { type ReactorNames, reactorNames } from './reactor-names.ts';
import { useReact } from './use-react.ts';

/** The emoji at a message, each a toggle with its count. */
export function Reactions({
  entry,
  reactions,
  isCurrent,
}: {
  readonly entry: Entry;
  readonly reactions: readonly Reaction[];
  /** The Tab key gets here. */
  readonly isCurrent: boolean;
}) {
  if (reactions.length === 0) return null;
  return (
    <div class={styles.reactions}>
      {reactions.map((reaction) => (
        <Toggle key={reaction.emoji} id={entry.id} {...{ reaction, isCurrent }} />
      ))}
    </div>
  );
}

const NAMES_MAX = 12;

interface ToggleProps {
  readonly id: number;
  readonly reaction: Reaction;
  readonly isCurrent: boolean;
}

function Toggle({ id, reaction, isCurrent }: ToggleProps) {
  const { chat } = useEmbed();
  const react = useReact(id);
  // Who it was is looked up only when somebody wants to know.
  const [isAsked, setAsked] = useState(false);
  const { emoji, uids } = reaction;
  const count = countOf(reaction);
  const me = chat.me.value;
  const isMine = me !== null && uids.includes(me.uid);
  const who = isAsked ? wordsOf(reactorNames(chat, reaction, NAMES_MAX)) : null;
  return (
    <button
      type="button"
      class={styles.reaction}
      tabIndex={isCurrent ? 0 : -1}
      aria-pressed={isMine}
      aria-label={who === null ? `${emoji}, ${count}` : `${emoji}, ${count}: ${who}`}
      title={who ?? undefined}
      onPointerEnter={() => setAsked(true)}
      onFocus={() => setAsked(true)}
      onClick={() => react(emoji)}
    >
      <span class={styles.emoji}>{emoji}</span>
      {count}
    </button>
  );
}

function wordsOf({ names, more }: ReactorNames): string {
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
