import type { AppStore } from '../../core/ports/stores.ts';
import { appOf } from '../rows.ts';
import type { Engine } from './engine.ts';

export function createAppStore(engine: Engine): AppStore {
  return {
    create: async ({ id, name, createdAt, tokenSecret }) =>
      appOf(await engine.write('createApp', { id, name, createdAt, tokenSecret })),

    update: async (appId, { name }) => appOf(await engine.write('renameApp', { id: appId, name })),

    async find(appId) {
      const row = await engine.read('findApp', { id: appId });
      return row === null ? null : { ...appOf(row), tokenSecret: row.token_secret };
    },

    putKey: ({ hash, appId, createdAt, expiresAt }, expireOthersAt) =>
      engine.write('putApiKey', { hash, appId, createdAt, expiresAt, expireOthersAt }),

    async findByKey(hash, now) {
      const row = await engine.read('findAppByKey', { hash, now });
      return row === null ? null : appOf(row);
    },
  };
}
