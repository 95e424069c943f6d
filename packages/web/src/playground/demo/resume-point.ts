import { property, textProperty } from '../../lib/json.ts';

/** Where a chat resumes after a reconnect: the last change of the room that it has received, and the history's epoch. */
export function createResumePoint() {
  let epoch: string | null = null;
  let last: number | null = null;
  return {
    isKnown: () => last !== null,
    /** The `since` of the next connection. */
    since: () => (epoch === null || last === null ? 'now' : `${epoch}.${last}`),
    /** Reads the position of a frame or response, if it has one. */
    record(frame: unknown) {
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
