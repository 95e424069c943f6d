import { parseUuid } from '../ids.ts';
import type { Secrets } from '../ports/world.ts';

/** Of ids that are no UUIDs: a version for such private uses (RFC 9562, 5.8). */
const NO_TIME = '00000000-0000-8';
const HEAD_CHARS = NO_TIME.length;

/**
 * The id of a thing's copy in another app: the same at every import, so that importing twice doubles nothing. A UUID keeps
 * its first 48 bits, which in version 7 are its time, and its version.
 */
export function copiedId(secrets: Pick<Secrets, 'hashToken'>, appId: string, id: string): string {
  const hash = secrets.hashToken(`copy ${appId} ${id}`);
  const head = parseUuid(id)?.slice(0, HEAD_CHARS) ?? NO_TIME;
  return `${head}${hash.slice(0, 3)}-a${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}

/** As `copiedId`, in the form of a room's uid. */
export function copiedUid(secrets: Pick<Secrets, 'hashToken'>, appId: string, uid: string): string {
  return secrets.hashToken(`copy ${appId} uid ${uid}`).slice(0, 12);
}
