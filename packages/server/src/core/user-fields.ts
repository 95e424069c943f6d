import { DEFAULT_APP_ID, type User } from '@koine/contract';
import type { NewUser } from './ports/stores.ts';

/** A user as stored, without the password's hash. Field by field: a rest of fields takes twice the memory, in every session. */
export function withoutHash(stored: User): User {
  const { id, appId, kind, displayName, avatarUrl, username } = stored;
  const { roles, meta, createdAt, updatedAt } = stored;
  return {
    id,
    appId,
    kind,
    displayName,
    avatarUrl,
    username,
    roles,
    meta,
    createdAt,
    updatedAt,
  };
}

/** A user of the built-in app with nothing but a name. */
export function newUser(
  id: string,
  kind: NewUser['kind'],
  displayName: string,
  createdAt: number,
): NewUser {
  return {
    id,
    appId: DEFAULT_APP_ID,
    kind,
    displayName,
    avatarUrl: null,
    username: null,
    passwordHash: null,
    roles: [],
    meta: {},
    createdAt,
  };
}
