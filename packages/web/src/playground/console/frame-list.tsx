import { useEffect, useRef, useState } from 'preact/hooks';
import { formatBytes } from '../../lib/bytes.ts';
import { useStickToEnd } from '../../lib/stick-to-end.ts';
import type { Frame } from './frame.ts';
import styles from './frame-list.module.css';
import { DIRECTION_ARROWS, DIRECTION_NAMES, formatTime, hueOf, previewOf } from './frame-text.ts';

/** Of one row, in CSS pixels; the style sheet has the same number. */
const ROW = 28;
/** Rows drawn beyond what is seen, above and below. */
const SPARE = 8;

export interface FrameListProps {
  readonly label: string;
  readonly frames: readonly Frame[];
  readonly selected: number | null;
  readonly onSelect: (no: number) => void;
}

/**
 * Rows of frames, of which only those in sight are in the page. Follows the newest one unless the reader has scrolled up;
 * then what is in sight stays there, also when older frames are dropped above it.
 */
export function FrameList({ label, frames, selected, onSelect }: FrameListProps) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef(frames);
  const [view, setView] = useState({ top: 0, height: 320 });
  const stick = useStickToEnd(box, frames, () => {
    const droppedPx = droppedOf(before.current, frames) * ROW;
    before.current = frames;
    return -droppedPx;
  });

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setView((last) => ({ ...last, height: element.clientHeight })),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  function scrolled(element: HTMLDivElement) {
    stick.scrolled();
    setView({ top: element.scrollTop, height: element.clientHeight });
  }

  function move(event: KeyboardEvent) {
    const at = frames.findIndex(({ no }) => no === selected);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? frames.length - 1 : at - 1,
      Home: 0,
      End: frames.length - 1,
    }[event.key];
    const next =
      to === undefined ? undefined : frames[Math.max(0, Math.min(to, frames.length - 1))];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next.no);
    reveal(box.current, frames.indexOf(next));
  }

  const first = Math.max(0, Math.floor(view.top / ROW) - SPARE);
  const shown = frames.slice(first, Math.ceil((view.top + view.height) / ROW) + SPARE);
  const isSelectedShown = shown.some(({ no }) => no === selected);
  return (
    <div
      ref={box}
      class={styles.list}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      onScroll={(event) => scrolled(event.currentTarget)}
      onKeyDown={move}
      {...(isSelectedShown && { 'aria-activedescendant': rowId(label, selected) })}
    >
      <div role="presentation" style={{ height: `${frames.length * ROW}px` }}>
        <div role="presentation" style={{ transform: `translateY(${first * ROW}px)` }}>
          {shown.map((frame, index) => (
            <Row
              key={frame.no}
              id={rowId(label, frame.no)}
              frame={frame}
              place={first + index + 1}
              count={frames.length}
              isSelected={frame.no === selected}
              onSelect={onSelect}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly frame: Frame;
  readonly place: number;
  readonly count: number;
  readonly isSelected: boolean;
  readonly onSelect: (no: number) => void;
}

function Row({ id, frame, place, count, isSelected, onSelect }: RowProps) {
  const { no, direction, at, type, bytes, isError } = frame;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names its active option.
    <div
      id={id}
      class={styles.row}
      role="option"
      aria-selected={isSelected}
      aria-setsize={count}
      aria-posinset={place}
      data-direction={direction}
      data-error={isError}
      onClick={() => onSelect(no)}
    >
      <span class={styles.arrow} title={DIRECTION_NAMES[direction]}>
        <span aria-hidden="true">{DIRECTION_ARROWS[direction]}</span>
        <span class="visually-hidden">{DIRECTION_NAMES[direction]}</span>
      </span>
      <time class={styles.time}>{formatTime(at)}</time>
      <span class={styles.chip} data-hue={isError ? 'error' : hueOf(type)}>
        {type}
      </span>
      <span class={styles.preview} dir="auto">
        {previewOf(frame)}
      </span>
      <span class={styles.size}>{direction === 'note' ? '' : formatBytes(bytes)}</span>
    </div>
  );
}

function rowId(label: string, no: number | null): string {
  return `${label.replaceAll(' ', '-')}-${no}`;
}

/** How many of those that were shown are not any more, at the beginning. */
function droppedOf(before: readonly Frame[], now: readonly Frame[]): number {
  const firstNow = now[0]?.no ?? Number.POSITIVE_INFINITY;
  const at = before.findIndex(({ no }) => no >= firstNow);
  return at < 0 ? before.length : at;
}

function reveal(element: HTMLDivElement | null, index: number) {
  if (element === null) return;
  const top = index * ROW;
  const { scrollTop, clientHeight } = element;
  element.scrollTop = Math.max(top + ROW - clientHeight, Math.min(scrollTop, top));
}
