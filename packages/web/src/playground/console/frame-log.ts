import { createDrawnVersion } from '../draw-throttle.ts';
import type { Frame, NewFrame } from './frame.ts';

/** How many frames a console keeps, the newest ones. */
export const FRAMES_MAX = 2000;
/** And how many characters in all, so that large frames do not fill the memory either. */
export const CHARACTERS_MAX = 8_000_000;

export type FrameLog = ReturnType<typeof createFrameLog>;

export interface FrameLogOptions {
  readonly framesMax: number;
  readonly charactersMax: number;
  /** Runs a function before the next drawing. */
  readonly schedule: (run: () => void) => void;
}

/** Keeps the newest frames of a console, in bounded memory. The cost of adding does not depend on their number. */
export function createFrameLog(options: FrameLogOptions) {
  const { framesMax, charactersMax, schedule } = options;
  const { version, changed } = createDrawnVersion(schedule);
  const encoder = new TextEncoder();
  let kept: Frame[] = [];
  /** Those before it are dropped already; they leave the array many at a time. */
  let first = 0;
  let characters = 0;
  let no = 0;
  let clearedAt = 0;

  function dropOldest() {
    while (
      kept.length - first > framesMax ||
      (characters > charactersMax && first < kept.length - 1)
    ) {
      characters -= kept[first]?.text.length ?? 0;
      first++;
    }
    if (first < framesMax) return;
    kept = kept.slice(first);
    first = 0;
  }

  return {
    version,
    add(frame: NewFrame) {
      const bytes = frame.direction === 'note' ? 0 : encoder.encode(frame.text).length;
      kept.push({ ...frame, no: ++no, bytes });
      characters += frame.text.length;
      dropOldest();
      changed();
    },
    /** Oldest first. */
    frames: (): readonly Frame[] => kept.slice(first),
    /** How many were added since the last clearing, kept or not. */
    total: () => no - clearedAt,
    clear() {
      kept = [];
      first = 0;
      characters = 0;
      clearedAt = no;
      changed();
    },
  };
}
