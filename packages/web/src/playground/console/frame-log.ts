import { type Signal, signal } from '@preact/signals';
import type { Frame, NewFrame } from './frame.ts';

/** How many frames a console keeps, the newest ones. */
export const FRAMES_MAX = 2000;
/** And how many characters in all, so that large frames do not fill the memory either. */
export const CHARACTERS_MAX = 8_000_000;

/**
 * The newest frames of a console, in bounded memory. Adding costs the same however many there are; `version` changes at
 * most once a frame of the screen.
 */
export interface FrameLog {
  /** Rises after a change, once a picture. */
  readonly version: Signal<number>;
  add(frame: NewFrame): void;
  /** Oldest first. */
  frames(): readonly Frame[];
  /** How many came in all since the last clearing, kept or not. */
  total(): number;
  clear(): void;
}

export interface FrameLogOptions {
  readonly framesMax: number;
  readonly charactersMax: number;
  /** Runs a function before the next picture: `requestAnimationFrame`. */
  readonly beforePicture: (run: () => void) => void;
}

/** An empty log. */
export function createFrameLog(options: FrameLogOptions): FrameLog {
  const { framesMax, charactersMax, beforePicture } = options;
  const version = signal(0);
  const encoder = new TextEncoder();
  let kept: Frame[] = [];
  /** Those before it are dropped already; they leave the array many at a time. */
  let first = 0;
  let characters = 0;
  let no = 0;
  let clearedAt = 0;
  let isTold = true;

  function tell() {
    if (!isTold) return;
    isTold = false;
    beforePicture(() => {
      isTold = true;
      version.value++;
    });
  }

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
    add(frame) {
      const bytes = frame.direction === 'note' ? 0 : encoder.encode(frame.text).length;
      kept.push({ ...frame, no: ++no, bytes });
      characters += frame.text.length;
      dropOldest();
      tell();
    },
    frames: () => kept.slice(first),
    total: () => no - clearedAt,
    clear() {
      kept = [];
      first = 0;
      characters = 0;
      clearedAt = no;
      tell();
    },
  };
}
