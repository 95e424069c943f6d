/**
 * The identity of a user: an id alone is not enough, since each app has users of its own and a bridged room holds those of two.
 * Whatever compares, counts or looks up users does so by `UserKey`, which only `userKey` makes.
 */

declare const brand: unique symbol;

/** A user of an app as one value, to compare and to key maps by. */
export type UserKey = string & { readonly [brand]: 'UserKey' };

/** A user of an app: its id is unique there, and nowhere else. */
export interface UserRef {
  readonly appId: string;
  readonly id: string;
}

/** The app of actors that are no user: an app's key, and the server itself. */
export const NO_APP_ID = '';

/** Neither app ids nor anybody's id hold a line feed. */
const SEPARATOR = '\n';

/** The one place where a key is made. */
export function userKey(appId: string, userId: string): UserKey {
  return `${appId}${SEPARATOR}${userId}` as UserKey;
}

export function userKeyOf({ appId, id }: UserRef): UserKey {
  return userKey(appId, id);
}

/** The user that a key stands for. */
export function userRefOf(key: UserKey): UserRef {
  const end = key.indexOf(SEPARATOR);
  return { appId: key.slice(0, end), id: key.slice(end + SEPARATOR.length) };
}

/** The id alone, as protocols show it. */
export function userIdOf(key: UserKey): string {
  return key.slice(key.indexOf(SEPARATOR) + SEPARATOR.length);
}

export function isSameUser(a: UserRef, b: UserRef): boolean {
  return a.id === b.id && a.appId === b.appId;
}

/**
 * How a user stands in what belongs to an app (members of its rooms, targets of its sanctions, where ids are bare): the app's own
 * by id, another's by key, so that neither is taken for the other.
 */
export function localIdOf(user: UserRef, appId: string): string {
  return user.appId === appId ? user.id : userKeyOf(user);
}

/** The id alone, as protocols show it. */
export function idOfLocalId(localId: string): string {
  return localId.slice(localId.indexOf(SEPARATOR) + SEPARATOR.length);
}

/** The user whom `localIdOf` has written so. */
export function userOfLocalId(localId: string, appId: string): UserRef {
  const end = localId.indexOf(SEPARATOR);
  if (end < 0) return { appId, id: localId };
  return { appId: localId.slice(0, end), id: localId.slice(end + SEPARATOR.length) };
}
