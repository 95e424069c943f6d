import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Popover } from '../../design/popover.tsx';
import { EMOJI } from './emoji.ts';
import styles from './emoji-picker.module.css';

export interface EmojiPickerProps {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}

const COLUMNS = 8;

/** Emoji to choose from, by mouse, by arrow keys, or by a word. */
export function EmojiPicker({ anchor, onPick, onClose }: EmojiPickerProps) {
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const [words, setWords] = useState('');
  const found = EMOJI.filter(({ name }) => name.includes(words.trim().toLowerCase()));
  useEffect(() => search.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const focused = event.target instanceof Node ? event.target : null;
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button.isSameNode(focused));
    const next = nextPlace(event.key, at, buttons.length);
    if (next === null) return;
    event.preventDefault();
    if (next < 0) search.current?.focus();
    else buttons[next]?.focus();
  };
  return (
    <Popover
      anchor={anchor}
      align="end"
      label="Choose an emoji"
      onClose={onClose}
      class={styles.picker}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of what is inside. */}
      <div role="presentation" onKeyDown={onKeyDown}>
        <input
          ref={search}
          class={styles.search}
          type="search"
          placeholder="Find an emoji"
          aria-label="Find an emoji"
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.key === 'Enter' && first !== undefined) onPick(first.emoji);
          }}
        />
        <div ref={grid} class={styles.grid}>
          {found.map(({ emoji, name }) => (
            <button
              key={emoji}
              type="button"
              class={styles.emoji}
              aria-label={name}
              title={name}
              onClick={() => onPick(emoji)}
            >
              {emoji}
            </button>
          ))}
        </div>
        {found.length === 0 && <p class={styles.none}>None with these words</p>}
      </div>
    </Popover>
  );
}

/** Where the key leads from place `at` (-1: the search field) of `count`; -1 is the field, `null` nowhere. */
function nextPlace(key: string, at: number, count: number): number | null {
  if (key === 'ArrowDown') return at < 0 ? 0 : Math.min(at + COLUMNS, count - 1);
  if (key === 'ArrowUp') return at < 0 ? null : Math.max(at - COLUMNS, -1);
  if (at < 0) return null;
  if (key === 'ArrowRight') return Math.min(at + 1, count - 1);
  return key === 'ArrowLeft' ? Math.max(at - 1, 0) : null;
}
