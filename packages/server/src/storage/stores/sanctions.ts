import type { SanctionStore } from '../../core/ports/stores.ts';
import { sanctionOf } from '../rows.ts';
import type { Engine } from './engine.ts';

export function createSanctionStore(engine: Engine): SanctionStore {
  return {
    put(sanction) {
      const input = { ...sanction, roomId: sanction.roomId ?? '' };
      return engine.write('putSanction', input, () => sanction);
    },

    remove({ appId, roomId, kind, target }) {
      const key = { appId, roomId: roomId ?? '', kind, target };
      return engine.write('deleteSanction', key, ([row]) =>
        row === undefined ? null : sanctionOf(row),
      );
    },

    removeEnded: (now) =>
      engine.write('deleteEndedSanctions', { now }, (rows) => rows.map(sanctionOf)),

    nextEnd: async () => (await engine.read('nextSanctionEnd', {}))[0]?.until ?? null,

    async list(appId, roomId, now) {
      const rows = await engine.read('sanctionsInForce', { appId, roomId: roomId ?? '', now });
      return rows.map(sanctionOf);
    },
  };
}
