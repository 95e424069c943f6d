import type { AppStore } from '../../core/ports/stores.ts';
import type { OperatingQueries } from '../queries/operating.ts';
import { appOf } from '../rows.ts';
import { type Engine, read, requireRow, step } from './engine.ts';

export function createAppStore(engine: Engine, queries: OperatingQueries): AppStore {
  return {
    create: ({ id, name, createdAt, tokenSecret }) =>
      engine.write('insertApp', { id, name, createdAt, tokenSecret }, (rows) =>
        appOf(requireRow(rows, 'conflict', { field: 'id' })),
      ),

    update: (appId, { name }) =>
      engine.write('renameApp', { id: appId, name }, (rows) =>
        appOf(requireRow(rows, 'appNotFound')),
      ),

    async find(appId) {
      const [row] = await engine.read('app', { id: appId });
      if (row === undefined) return null;
      const { token_secret: tokenSecret, secret_generation: secretGeneration } = row;
      return { ...appOf(row), tokenSecret, secretGeneration };
    },

    replaceTokenSecret: (appId, tokenSecret) =>
      engine.write('replaceTokenSecret', { id: appId, tokenSecret }, (rows) => {
        requireRow(rows, 'appNotFound');
      }),

    putKey({ hash, appId, createdAt, expiresAt, prefix }, expireOthersAt) {
      const input = { hash, appId, createdAt, expiresAt, prefix, expireOthersAt };
      return engine.write('putApiKey', input, () => undefined);
    },

    async findByKey(hash, now) {
      const [row] = await engine.read('appByKey', { hash, now });
      return row === undefined ? null : { app: appOf(row), expiresAt: row.expires_at };
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

    recordKeyUses(uses) {
      const steps = uses.map((use) => step(queries.recordKeyUse(), use));
      return engine.write('runStatements', steps, () => undefined);
    },
  };
}
