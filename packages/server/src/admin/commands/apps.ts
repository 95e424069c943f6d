import { KoineError } from '@koine/contract';
import { APP_SHAPES } from '@koine/contract/admin';
import type { UsedApiKey } from '../../core/ports/stores.ts';
import { adminCommand } from '../command.ts';
import { pageOf, searchText } from './shapes.ts';

/** As much of a key's hash as is unique among an app's keys. */
const FINGERPRINT_CHARS = 16;

export const APPS = {
  createApp: adminCommand({
    ...APP_SHAPES.createApp,
    about: 'Creates an app and its first key, which is shown once.',
    level: 'operator',
    audit: ({ name, id }, made) => ({ appId: made?.id ?? id ?? null, details: { name } }),
    async run({ core, actor }, { name, id = null }) {
      const { app, key } = await core.admin.createApp(actor, name, id);
      return { id: app.id, name: app.name, key };
    },
  }),
  apps: adminCommand({
    ...APP_SHAPES.apps,
    about: 'Finds apps by part of their name, or by id.',
    level: 'read',
    audit: null,
    async run({ core, actor }, { text, ...page }) {
      const query = { text: searchText(text), ...pageOf(page) };
      const { items, total } = await core.directory.apps(actor, query);
      return { items: items.map((app) => ({ ...app })), total };
    },
  }),
  app: adminCommand({
    ...APP_SHAPES.app,
    about: 'One app: its name and its number of rooms, users and keys.',
    level: 'read',
    audit: null,
    async run({ core, actor }, { app: id }) {
      const { items } = await core.directory.apps(actor, { text: id, limit: 200, offset: 0 });
      const app = items.find((one) => one.id === id);
      if (app === undefined) throw new KoineError('appNotFound');
      return { ...app };
    },
  }),
  keys: adminCommand({
    ...APP_SHAPES.keys,
    about: 'An app’s keys, newest first: prefix, last use and expiry of each.',
    level: 'read',
    audit: null,
    async run({ core, actor }, { app }) {
      const now = core.clock.now();
      return { items: (await core.apps.keys(actor, app)).map((key) => shapeOfKey(key, now)) };
    },
  }),
  createKey: adminCommand({
    ...APP_SHAPES.createKey,
    about: 'Creates another key of an app; the others stay valid.',
    level: 'operator',
    audit: ({ app }) => ({ appId: app }),
    async run({ core, actor }, { app }) {
      return { app, key: await core.apps.addKey(actor, app) };
    },
  }),
  rotateKey: adminCommand({
    ...APP_SHAPES.rotateKey,
    about:
      'Creates a new key of an app; the others, and the connections that use them, end after a grace period.',
    level: 'operator',
    audit: ({ app, graceMs }, done) => ({
      appId: app,
      details: { graceMs: done?.graceMs ?? graceMs ?? null },
    }),
    async run({ core, actor }, { app, graceMs = null }) {
      return { app, ...(await core.admin.rotateKey(actor, app, graceMs)) };
    },
  }),
  rotateSecret: adminCommand({
    ...APP_SHAPES.rotateSecret,
    about:
      'Replaces the secret of an app’s user tokens: those issued before are revoked at once, and their connections closed.',
    level: 'operator',
    audit: ({ app }) => ({ appId: app }),
    async run({ core, actor }, { app }) {
      await core.apps.replaceTokenSecret(actor, app);
      return { app };
    },
  }),
  revokeKey: adminCommand({
    ...APP_SHAPES.revokeKey,
    about:
      'Revokes a key at once, and ends the connections that use it. `key`: its id, at least 8 characters.',
    level: 'operator',
    audit: ({ app, key }, done) => ({ appId: app, target: `key:${done?.id ?? key}` }),
    async run({ core, actor }, { app, key }) {
      return shapeOfKey(await core.apps.revokeKey(actor, app, key), core.clock.now());
    },
  }),
};

function shapeOfKey(key: UsedApiKey, now: number) {
  const { hash, prefix, createdAt, lastUsedAt, expiresAt } = key;
  const isValid = expiresAt === null || expiresAt > now;
  return {
    id: hash.slice(0, FINGERPRINT_CHARS),
    prefix,
    createdAt,
    lastUsedAt,
    expiresAt,
    isValid,
  };
}
