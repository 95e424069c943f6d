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
      return engine.write('removeSanction', key, (row) => (row === null ? null : sanctionOf(row)));
    },

    removeEnded: (now) =>
      engine.write('removeEndedSanctions', { now }, (rows) => rows.map(sanctionOf)),

    nextEnd: () => engine.read('nextSanctionEnd', {}),

    async list(appId, roomId, now) {
      const rows = await engine.read('listSanctions', { appId, roomId: roomId ?? '', now });
      return rows.map(sanctionOf);
    },
  };
}
