import type { Sender } from '@koine/contract';
import { type Actor, createActor } from '../../core/actor.ts';
import type { Grant } from '../../core/grants.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';

/** Who calls: an app with its key, which acts for any of its users, or one user with a token that the app gave out. */
export type Credentials =
  | {
      readonly kind: 'key';
      readonly appId: string;
      readonly appName: string;
      readonly rooms: null;
      readonly grant: Grant;
    }
  | {
      readonly kind: 'token';
      readonly appId: string;
      readonly userId: string;
      readonly userName: string | null;
      /** Ids of the rooms that it is limited to; `null`: no such limit. */
      readonly rooms: readonly string[] | null;
      readonly grant: Grant;
    };

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

type Reads = Pick<ProtocolCore, 'apps' | 'grants'>;

/** An API key or a user token; `null`: neither, or no longer valid. */
export async function readCredentials(core: Reads, token: string): Promise<Credentials | null> {
  if (!JWT.test(token)) return readKey(core, token);
  const claims = await core.apps.verifyUserToken(token, core.grants.changes);
  return claims === null ? null : { kind: 'token', ...claims };
}

/** An API key only. */
export async function readKey(
  { apps, grants }: Reads,
  key: string,
): Promise<Extract<Credentials, { kind: 'key' }> | null> {
  if (key === '') return null;
  const asOf = grants.changes;
  const found = await apps.findKey(key);
  if (found === null) return null;
  const { app, hash, expiresAt } = found;
  const grant: Grant = { kind: 'key', hash, expiresAt, asOf };
  return { kind: 'key', appId: app.id, appName: app.name, rooms: null, grant };
}

/** The user as they act by these credentials. Anyone who holds a key chooses ids as they like, and is counted by them. */
export function actorBy(
  { appId, rooms }: Credentials,
  user: Sender,
  power: Actor['power'],
  ip: string,
): Actor {
  return createActor({ appId, user, power, roles: [], ip, rooms, choosesId: false });
}
