import { ask, type Operation } from '../operation.ts';
import type { Queries } from '../queries/index.ts';

/** One durable write and one read, for health checks. */
export function pulseOperations(q: Queries) {
  return {
    *beat(_input: object): Operation<void> {
      yield* ask(q.beat, {});
    },

    *listen(_input: object): Operation<number> {
      return (yield* ask(q.beats, {}))[0]?.beats ?? 0;
    },
  };
}
