import { ask, type Operation, Refusal } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { SanctionArgs, SanctionKey } from '../queries/sanctions.ts';
import type { SanctionRow } from '../rows.ts';

export function sanctionOperations(q: Queries) {
  return {
    /** Those of the same scope that have ended go at the same time. */
    *putSanction(sanction: SanctionArgs): Operation<void> {
      const { appId, roomId } = sanction;
      if (roomId !== '') {
        const [room] = yield* ask(q.head, { roomId });
        if (room === undefined) throw new Refusal('roomNotFound');
      }
      yield* ask(q.dropEndedSanctions, { appId, roomId, now: sanction.createdAt });
      yield* ask(q.putSanction, sanction);
    },

    *removeSanction(key: SanctionKey): Operation<SanctionRow | null> {
      return (yield* ask(q.deleteSanction, key))[0] ?? null;
    },

    *listSanctions(scope: {
      readonly appId: string;
      readonly roomId: string;
      readonly now: number;
    }): Operation<readonly SanctionRow[]> {
      return yield* ask(q.sanctionsInForce, scope);
    },
  };
}
