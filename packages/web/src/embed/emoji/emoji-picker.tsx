import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Opened, Popover } from '../../design/popover.tsx';
import { inlineArrow } from '../../lib/arrows.ts';
import * as strings from '../strings.tsx';
import { EMOJI } from './emoji.ts';
import styles from './emoji-picker.module.css';

export interface EmojiPickerProps extends Opened {
  readonly onPick: (emoji: string, isByKey: boolean) => void;
}

const COLUMNS = 8;

/** Emoji to choose from, by mouse, by arrow keys, or by a word; a choice closes it. */
export function EmojiPicker({ anchor, onPick, onClose }: EmojiPickerProps) {
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const [words, setWords] = useState('');
  const pick = (emoji: string, isByKey: boolean) => {
    onClose();
    onPick(emoji, isByKey);
  };
  const found = EMOJI.filter(({ name }) => name.includes(words.trim().toLowerCase()));
  // On touch screens a focused field would bring up a keyboard over the choice.
  useLayoutEffect(() => {
    if (matchMedia('(hover: hover)').matches) search.current?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const focused = event.target instanceof Node ? event.target : null;
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button.isSameNode(focused));
    const arrow = grid.current === null ? null : inlineArrow(event.key, grid.current);
    const next = nextIndex(arrow ?? event.key, at, buttons.length);
    if (next === null) return;
    event.preventDefault();
    if (next < 0) search.current?.focus();
    else buttons[next]?.focus();
  };
  return (
    <Popover anchor={anchor} label={strings.CHOOSE_EMOJI} onClose={onClose} class={styles.picker}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: handles the keys of what is inside. */}
      <div role="presentation" onKeyDown={onKeyDown}>
        <input
          ref={search}
          class={styles.search}
          type="search"
          placeholder={strings.FIND_EMOJI}
          aria-label={strings.FIND_EMOJI}
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.key !== 'Enter' || event.isComposing || first === undefined) return;
            // The focus moves, and where it gets to the key is not to do anything more.
            event.preventDefault();
            pick(first.emoji, true);
          }}
        />
        <div ref={grid} class={styles.grid}>
          {found.map(({ emoji, name }, at) => (
            <button
              key={emoji}
              type="button"
              tabIndex={at === 0 ? 0 : -1}
              class={styles.emoji}
              aria-label={name}
              title={name}
              onClick={({ detail }) => pick(emoji, detail === 0)}
            >
              {emoji}
            </button>
          ))}
        </div>
        {found.length === 0 && <p class={styles.none}>{strings.NO_EMOJI}</p>}
      </div>
    </Popover>
  );
}

/** Where the key leads from index `at` (-1: the search field) of `count`; `null`: nowhere. */
function nextIndex(key: string, at: number, count: number): number | null {
  if (key === 'ArrowDown') return at < 0 ? 0 : Math.min(at + COLUMNS, count - 1);
  if (key === 'ArrowUp') return at < 0 ? null : Math.max(at - COLUMNS, -1);
  // One leaves by Escape or by choosing.
  if (key === 'Tab') return at < 0 ? Math.min(0, count - 1) : -1;
  if (at < 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'next') return Math.min(at + 1, count - 1);
  return key === 'previous' ? Math.max(at - 1, 0) : null;
}
