import Type from 'typebox';
import { Count, Id, listOf, Ms, Name, OrNull, PageInput, Text, Time } from './shapes.ts';

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

export const APP_SHAPES = {
  createApp: {
    name: 'create-app',
    input: Type.Object({ name: Name, id: Type.Optional(Text) }),
    output: Type.Object({ id: Text, name: Name, key: Text }),
  },
  apps: {
    name: 'apps',
    input: Type.Object({ text: Type.Optional(Text), ...PageInput }),
    output: listOf(AppShape),
  },
  app: {
    name: 'app',
    input: Type.Object({ app: Id }),
    output: AppShape,
  },
  keys: {
    name: 'keys',
    input: Type.Object({ app: Id }),
    output: Type.Object({ items: Type.Array(KeyShape) }),
  },
  createKey: {
    name: 'create-key',
    input: Type.Object({ app: Text }),
    output: Type.Object({ app: Text, key: Text }),
  },
  rotateKey: {
    name: 'rotate-key',
    input: Type.Object({ app: Text, graceMs: Type.Optional(Ms) }),
    output: Type.Object({ app: Text, key: Text, graceMs: Count }),
  },
  rotateSecret: {
    name: 'rotate-secret',
    input: Type.Object({ app: Id }),
    output: Type.Object({ app: Text }),
  },
  revokeKey: {
    name: 'revoke-key',
    input: Type.Object({ app: Id, key: Type.String({ pattern: '^[0-9a-f]{8,64}$' }) }),
    output: KeyShape,
  },
} as const;
