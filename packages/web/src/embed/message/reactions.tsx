import { useState } from 'preact/hooks';
import { reactionCount } from '../../chat/toggle-reaction.ts';
import type { Entry, Reaction } from '../../chat/types.ts';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
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
  // People are looked up only on pointing at it.
  const [isAsked, setAsked] = useState(false);
  const { emoji, uids } = reaction;
  const count = reactionCount(reaction);
  const me = chat.me.value;
  const isMine = me !== null && uids.includes(me.uid);
  const who = isAsked ? namesText(reactorNames(chat, reaction, NAMES_MAX)) : null;
  return (
    <button
      type="button"
      class={styles.reaction}
      tabIndex={isCurrent ? 0 : -1}
      aria-pressed={isMine}
      aria-label={strings.reactionLabel(emoji, count, who)}
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

function namesText({ names, more }: ReactorNames): string {
  return [...names, ...(more > 0 ? [strings.countMore(more)] : [])].join(', ');
}
