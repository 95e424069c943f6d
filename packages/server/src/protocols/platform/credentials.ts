import type { Apps } from '../../core/apps.ts';

/** Who calls: an app with its key, which acts for any of its users, or one user with a token that the app gave out. */
export type Credentials =
  | {
      readonly kind: 'key';
      readonly appId: string;
      readonly appName: string;
      readonly hash: string;
      /** ms since epoch; `null`: no end in sight. */
      readonly expiresAt: number | null;
    }
  | {
      readonly kind: 'token';
      readonly appId: string;
      readonly userId: string;
      readonly userName: string | null;
      /** Ids of the rooms that it is limited to; `null`: no such limit. */
      readonly rooms: readonly string[] | null;
      /** ms since epoch. */
      readonly expiresAt: number;
    };

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** An API key or a user token; `null`: neither, or no longer valid. */
export async function readCredentials(apps: Apps, token: string): Promise<Credentials | null> {
  if (!JWT.test(token)) return readKey(apps, token);
  const claims = await apps.verifyUserToken(token);
  return claims === null ? null : { kind: 'token', ...claims };
}

/** An API key only. */
export async function readKey(apps: Apps, key: string): Promise<Credentials | null> {
  if (key === '') return null;
  const found = await apps.findKey(key);
  if (found === null) return null;
  const { app, hash, expiresAt } = found;
  return { kind: 'key', appId: app.id, appName: app.name, hash, expiresAt };
}
