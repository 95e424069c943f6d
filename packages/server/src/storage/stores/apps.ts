import type { AppStore } from '../../core/ports/stores.ts';
import { appOf } from '../rows.ts';
import type { Engine } from './engine.ts';

export function createAppStore(engine: Engine): AppStore {
  return {
    create: ({ id, name, createdAt, tokenSecret }) =>
      engine.write('createApp', { id, name, createdAt, tokenSecret }, appOf),

    update: (appId, { name }) => engine.write('renameApp', { id: appId, name }, appOf),

    async find(appId) {
      const row = await engine.read('findApp', { id: appId });
      return row === null ? null : { ...appOf(row), tokenSecret: row.token_secret };
    },

    putKey({ hash, appId, createdAt, expiresAt }, expireOthersAt) {
      const input = { hash, appId, createdAt, expiresAt, expireOthersAt };
      return engine.write('putApiKey', input, () => undefined);
    },

    async findByKey(hash, now) {
      const row = await engine.read('findAppByKey', { hash, now });
      return row === null ? null : appOf(row);
    },
  };
}
