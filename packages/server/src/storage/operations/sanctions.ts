import { ask, type Operation, Refusal } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { SanctionArgs, SanctionKey } from '../queries/sanctions.ts';
import type { SanctionRow } from '../rows.ts';

export function sanctionOperations(q: Queries) {
  return {
    *putSanction(sanction: SanctionArgs): Operation<void> {
      const { roomId } = sanction;
      if (roomId !== '') {
        const [room] = yield* ask(q.head, { roomId });
        if (room === undefined) throw new Refusal('roomNotFound');
      }
      yield* ask(q.putSanction, sanction);
    },

    *removeEndedSanctions(by: { readonly now: number }): Operation<readonly SanctionRow[]> {
      return yield* ask(q.deleteEndedSanctions, by);
    },

    *nextSanctionEnd(_: object): Operation<number | null> {
      return (yield* ask(q.nextSanctionEnd, {}))[0]?.until ?? null;
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
