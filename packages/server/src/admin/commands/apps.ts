import { KoineError } from '@koine/contract';
import Type from 'typebox';
import type { UsedApiKey } from '../../core/ports/stores.ts';
import { adminCommand } from '../command.ts';
import {
  Count,
  Id,
  listOf,
  Ms,
  Name,
  OrNull,
  PageInput,
  pageOf,
  searchText,
  Text,
  Time,
} from './shapes.ts';

/** As much of a key's hash as tells it from an app's others. */
const FINGERPRINT_CHARS = 16;

const KeyShape = Type.Object({
  /** Names the key in commands. */
  id: Text,
  /** How the key itself begins; empty for one made by an older version. */
  prefix: Text,
  createdAt: Time,
  lastUsedAt: OrNull(Time),
  expiresAt: OrNull(Time),
  isValid: Type.Boolean(),
});

const AppShape = Type.Object({
  id: Text,
  name: Name,
  createdAt: Time,
  rooms: Count,
  users: Count,
  keys: Count,
});

export const APPS = {
  createApp: adminCommand({
    name: 'create-app',
    about: 'Creates an app and its first key, which is shown once.',
    level: 'rule',
    input: Type.Object({ name: Name, id: Type.Optional(Text) }),
    output: Type.Object({ id: Text, name: Name, key: Text }),
    audit: ({ name, id }, made) => ({ appId: made?.id ?? id ?? null, details: { name } }),
    async run({ core, actor }, { name, id = null }) {
      const { app, key } = await core.admin.createApp(actor, name, id);
      return { id: app.id, name: app.name, key };
    },
  }),
  apps: adminCommand({
    name: 'apps',
    about: 'Finds apps by part of their name, or by id.',
    level: 'read',
    input: Type.Object({ text: Type.Optional(Text), ...PageInput }),
    output: listOf(AppShape),
    audit: null,
    async run({ core, actor }, { text, ...page }) {
      const query = { text: searchText(text), ...pageOf(page) };
      const { items, total } = await core.directory.apps(actor, query);
      return { items: items.map((app) => ({ ...app })), total };
    },
  }),
  app: adminCommand({
    name: 'app',
    about: 'One app: its name and its number of rooms, users and keys.',
    level: 'read',
    input: Type.Object({ app: Id }),
    output: AppShape,
    audit: null,
    async run({ core, actor }, { app: id }) {
      const { items } = await core.directory.apps(actor, { text: id, limit: 200, offset: 0 });
      const app = items.find((one) => one.id === id);
      if (app === undefined) throw new KoineError('appNotFound');
      return { ...app };
    },
  }),
  keys: adminCommand({
    name: 'keys',
    about: 'An app’s keys, newest first: prefix, last use and expiry of each.',
    level: 'read',
    input: Type.Object({ app: Id }),
    output: Type.Object({ items: Type.Array(KeyShape) }),
    audit: null,
    async run({ core, actor }, { app }) {
      const now = core.clock.now();
      return { items: (await core.apps.keys(actor, app)).map((key) => shapeOfKey(key, now)) };
    },
  }),
  createKey: adminCommand({
    name: 'create-key',
    about: 'Creates another key of an app; the others stay valid.',
    level: 'rule',
    input: Type.Object({ app: Text }),
    output: Type.Object({ app: Text, key: Text }),
    audit: ({ app }) => ({ appId: app }),
    async run({ core, actor }, { app }) {
      return { app, key: await core.apps.addKey(actor, app) };
    },
  }),
  rotateKey: adminCommand({
    name: 'rotate-key',
    about:
      'Creates a new key of an app; the others, and the connections that use them, end after a grace period.',
    level: 'rule',
    input: Type.Object({ app: Text, graceMs: Type.Optional(Ms) }),
    output: Type.Object({ app: Text, key: Text, graceMs: Count }),
    audit: ({ app, graceMs }, done) => ({
      appId: app,
      details: { graceMs: done?.graceMs ?? graceMs ?? null },
    }),
    async run({ core, actor }, { app, graceMs = null }) {
      return { app, ...(await core.admin.rotateKey(actor, app, graceMs)) };
    },
  }),
  rotateSecret: adminCommand({
    name: 'rotate-secret',
    about:
      'Makes another secret for the user tokens of an app: those that there are end at once, and the connections that use them.',
    level: 'rule',
    input: Type.Object({ app: Id }),
    output: Type.Object({ app: Text }),
    audit: ({ app }) => ({ appId: app }),
    async run({ core, actor }, { app }) {
      await core.apps.replaceTokenSecret(actor, app);
      return { app };
    },
  }),
  revokeKey: adminCommand({
    name: 'revoke-key',
    about:
      'Revokes a key at once, and ends the connections that use it. `key`: its id, at least 8 characters.',
    level: 'rule',
    input: Type.Object({ app: Id, key: Type.String({ pattern: '^[0-9a-f]{8,64}$' }) }),
    output: KeyShape,
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
