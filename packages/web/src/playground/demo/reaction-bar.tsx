import { useState } from 'preact/hooks';
import type { DemoMessage } from './chat-state.ts';
import styles from './reaction-bar.module.css';

const OFFERED = ['👍', '❤️', '😂', '🎉', '👀', '🙏'] as const;

export interface ReactionBarProps {
  readonly message: DemoMessage;
  /** `null`: not known. */
  readonly ownId: string | null;
  readonly onToggle: (emoji: string) => void;
  /** A user's name, where more than the id is known. */
  readonly nameOf?: (id: string) => string;
}

/** The reactions of a message as toggles, and a way to add one. */
export function ReactionBar({ message, ownId, onToggle, nameOf = (id) => id }: ReactionBarProps) {
  const [isOpen, setOpen] = useState(false);
  const held = Object.entries(message.reactions ?? {});
  const rest = OFFERED.filter((emoji) => message.reactions?.[emoji] === undefined);
  return (
    <div class={styles.bar} data-bare={held.length === 0 && !isOpen}>
      {held.map(([emoji, ids]) => (
        <button
          key={emoji}
          type="button"
          class={styles.reaction}
          title={ids.map(nameOf).join(', ')}
          aria-pressed={ownId !== null && ids.includes(ownId)}
          aria-label={`${emoji}, ${ids.length}`}
          onClick={() => onToggle(emoji)}
        >
          {emoji} <span>{ids.length}</span>
        </button>
      ))}
      {isOpen &&
        rest.map((emoji) => (
          <button
            key={emoji}
            type="button"
            class={styles.reaction}
            aria-label={`React with ${emoji}`}
            onClick={() => {
              setOpen(false);
              onToggle(emoji);
            }}
          >
            {emoji}
          </button>
        ))}
      {rest.length > 0 && (
        <button
          type="button"
          class={styles.reaction}
          aria-label="Add a reaction"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? '−' : '+'}
        </button>
      )}
    </div>
  );
}
