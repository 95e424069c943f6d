import { ask, type Operation } from '../operation.ts';
import type { Queries } from '../queries/index.ts';

/** Which history change numbers are of. */
export function epochOperations(q: Queries) {
  return {
    *readEpoch(_input: object): Operation<string> {
      return (yield* ask(q.epoch, {}))[0]?.epoch ?? '';
    },

    *beginEpoch({ epoch }: { readonly epoch: string }): Operation<void> {
      yield* ask(q.beginEpoch, { epoch });
    },

    *wasRoomRemoved({ roomId }: { readonly roomId: string }): Operation<boolean> {
      return (yield* ask(q.removedRoomId, { roomId })).length > 0;
    },
  };
}
