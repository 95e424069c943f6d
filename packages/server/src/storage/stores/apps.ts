import type { AppStore } from '../../core/ports/stores.ts';
import type { OperatingQueries } from '../queries/operating.ts';
import { appOf } from '../rows.ts';
import { type Engine, read, step, write } from './engine.ts';

export function createAppStore(engine: Engine, queries: OperatingQueries): AppStore {
  return {
    create: ({ id, name, createdAt, tokenSecret }) =>
      engine.write('createApp', { id, name, createdAt, tokenSecret }, appOf),

    update: (appId, { name }) => engine.write('renameApp', { id: appId, name }, appOf),

    async find(appId) {
      const row = await engine.read('findApp', { id: appId });
      if (row === null) return null;
      const { token_secret: tokenSecret, secret_generation: secretGeneration } = row;
      return { ...appOf(row), tokenSecret, secretGeneration };
    },

    replaceTokenSecret: (appId, tokenSecret) =>
      engine.write('replaceTokenSecret', { id: appId, tokenSecret }, () => undefined),

    putKey({ hash, appId, createdAt, expiresAt, prefix }, expireOthersAt) {
      const input = { hash, appId, createdAt, expiresAt, prefix, expireOthersAt };
      return engine.write('putApiKey', input, () => undefined);
    },

    async findByKey(hash, now) {
      const row = await engine.read('findAppByKey', { hash, now });
      return row === null ? null : { app: appOf(row), expiresAt: row.expires_at };
    },

    async keys(appId) {
      const rows = await read(engine, queries.keysOf(), { appId });
      return rows.map((row) => ({
        hash: row.hash,
        appId,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
        prefix: row.prefix,
        lastUsedAt: row.last_used_at,
      }));
    },

    recordKeyUses: (uses) =>
      write(
        engine,
        uses.map((use) => step(queries.noteKeyUse(), use)),
      ),
  };
}
