import type { SanctionStore } from '../../core/ports/stores.ts';
import { sanctionOf } from '../rows.ts';
import type { Engine } from './engine.ts';

export function createSanctionStore(engine: Engine): SanctionStore {
  return {
    async put(sanction) {
      await engine.write('putSanction', { ...sanction, roomId: sanction.roomId ?? '' });
      return sanction;
    },

    async remove({ appId, roomId, kind, target }) {
      const key = { appId, roomId: roomId ?? '', kind, target };
      const row = await engine.write('removeSanction', key);
      return row === null ? null : sanctionOf(row);
    },

    async list(appId, roomId, now) {
      const rows = await engine.read('listSanctions', { appId, roomId: roomId ?? '', now });
      return rows.map(sanctionOf);
    },
  };
}
