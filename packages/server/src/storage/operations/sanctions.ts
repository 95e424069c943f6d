import { ask, type Operation, OperationError } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { SanctionArgs } from '../queries/sanctions.ts';

export function sanctionOperations(q: Queries) {
  return {
    *putSanction(sanction: SanctionArgs): Operation<void> {
      const { roomId } = sanction;
      if (roomId !== '') {
        const [room] = yield* ask(q.head, { roomId });
        if (room === undefined) throw new OperationError('roomNotFound');
      }
      yield* ask(q.putSanction, sanction);
    },
  };
}
