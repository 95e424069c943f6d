/** No room has come so far: whoever names it is told that nothing can be resumed, and from then on each change's number. */
const BEYOND = 2_000_000_000;

/** Where a chat goes on when it comes back: the last change of the room that it has taken in. */
export interface ResumePoint {
  /** Whether there is one to go on from. */
  isKnown(): boolean;
  /** What a connection asks for. */
  since(): number;
  /** @param seq The change's number, where a frame has one. */
  saw(seq: unknown): void;
}

/** Nothing was seen yet. */
export function createResumePoint(): ResumePoint {
  let last: number | null = null;
  return {
    isKnown: () => last !== null,
    since: () => last ?? BEYOND,
    saw(seq) {
      if (typeof seq === 'number') last = Math.max(last ?? 0, seq);
    },
  };
}
