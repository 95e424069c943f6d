import { property, textProperty } from '../../lib/json.ts';

/** Where a chat goes on when it comes back: the last change of the room that it has taken in, and the history it is of. */
export interface ResumePoint {
  /** Whether there is one to go on from. */
  isKnown(): boolean;
  /** What a connection asks for. */
  since(): string;
  /** Reads the position that a frame or an answer has, if it has one. */
  saw(frame: unknown): void;
  /** What was seen is of no use any more. */
  reset(): void;
}

/** Nothing was seen yet. */
export function createResumePoint(): ResumePoint {
  let epoch: string | null = null;
  let last: number | null = null;
  return {
    isKnown: () => last !== null,
    since: () => (epoch === null || last === null ? 'now' : `${epoch}.${last}`),
    saw(frame) {
      const named = textProperty(frame, 'epoch') ?? epoch;
      const change = property(frame, 'change');
      if (named === null || typeof change !== 'number') return;
      last = named === epoch ? Math.max(last ?? 0, change) : change;
      epoch = named;
    },
    reset() {
      epoch = null;
      last = null;
    },
  };
}
