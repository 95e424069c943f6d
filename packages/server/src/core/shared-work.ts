import type { Clock } from './ports/world.ts';

/**
 * Work that anybody may ask for, done at most once in `everyMs`: all who ask meanwhile get the same answer, or the same
 * failure, also while it is still being made. No call is refused.
 */
export function shareWork<T>(
  clock: Clock,
  everyMs: number,
  work: () => Promise<T>,
): () => Promise<T> {
  let begunAt = Number.NEGATIVE_INFINITY;
  let latest: Promise<T> | null = null;
  let isUnderWay = false;
  return () => {
    const now = clock.monotonic();
    if (latest !== null && (isUnderWay || now - begunAt < everyMs)) return latest;
    begunAt = now;
    isUnderWay = true;
    const end = () => {
      isUnderWay = false;
    };
    latest = work();
    latest.then(end, end);
    return latest;
  };
}
