import { Badge } from '../../design/badge.tsx';
import { IconButton } from '../../design/button.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { PauseIcon, PlayIcon, TrashIcon } from '../../design/icons.ts';
import { formatCount, plural } from '../../lib/language.ts';
import type { ConsoleState } from './console-state.ts';
import type { Frame } from './frame.ts';
import { FRAMES_MAX } from './frame-log.ts';
import { DIRECTION_ARROWS, formatTime, hueOf } from './frame-text.ts';
import styles from './frame-toolbar.module.css';

/** How many types have a filter. The rest is rare, and always shown. */
const TYPES_MAX = 24;

export interface FrameToolbarProps {
  readonly console: ConsoleState;
  readonly kept: readonly Frame[];
  readonly shown: readonly Frame[];
}

/** Filters by type, pauses, copies, clears. */
export function FrameToolbar({ console, kept, shown }: FrameToolbarProps) {
  const isPaused = console.pausedAt.value !== null;
  const total = console.log.total();
  return (
    <div class={styles.bar}>
      <fieldset class={styles.types}>
        <legend class="visually-hidden">Types that are shown</legend>
        {countsOf(kept, console.hidden.value)
          .slice(0, TYPES_MAX)
          .map(([type, count]) => (
            <TypeToggle key={type} console={console} type={type} count={count} />
          ))}
      </fieldset>
      <span class={styles.count}>
        {isPaused && <Badge tone="amber">paused</Badge>}
        {countText(shown.length, kept.length, total, isPaused)}
      </span>
      <IconButton
        label={isPaused ? 'Resume' : 'Pause'}
        size="small"
        aria-pressed={isPaused}
        onClick={() => console.pause(!isPaused)}
      >
        {isPaused ? <PlayIcon /> : <PauseIcon />}
      </IconButton>
      <CopyButton label="Copy the shown frames" text={() => shown.map(copyLine).join('\n')} />
      <IconButton label="Clear" size="small" onClick={() => console.clear()}>
        <TrashIcon />
      </IconButton>
    </div>
  );
}

interface TypeToggleProps {
  readonly console: ConsoleState;
  readonly type: string;
  readonly count: number;
}

function TypeToggle({ console, type, count }: TypeToggleProps) {
  const isShown = !console.hidden.value.has(type);
  return (
    <button
      type="button"
      class={styles.type}
      data-hue={type === 'error' ? 'error' : hueOf(type)}
      aria-pressed={isShown}
      onClick={() => {
        const hidden = new Set(console.hidden.value);
        if (isShown) hidden.add(type);
        else hidden.delete(type);
        console.hidden.value = hidden;
      }}
    >
      {type} <span>{count}</span>
    </button>
  );
}

function copyLine({ at, direction, text }: Frame): string {
  return `${formatTime(at)} ${DIRECTION_ARROWS[direction]} ${text}`;
}

/** Types in the order of their first frames; hidden types stay choosable when no frame of theirs is left. */
function countsOf(frames: readonly Frame[], hidden: ReadonlySet<string>) {
  const counts = new Map<string, number>();
  for (const { type } of frames) counts.set(type, (counts.get(type) ?? 0) + 1);
  for (const type of hidden) if (!counts.has(type)) counts.set(type, 0);
  return [...counts];
}

function countText(shown: number, kept: number, total: number, isPaused: boolean): string {
  const frames = plural(kept, 'frame');
  const some = shown === kept ? frames : `${formatCount(shown)} of ${frames}`;
  if (isPaused || total <= kept) return some;
  return `${some}, the newest of ${formatCount(total)} (${formatCount(FRAMES_MAX)} are kept)`;
}
