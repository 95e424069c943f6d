import { KoineError } from '@koine/contract';
import type { Core } from '../../core/core.ts';
import { foldUuid } from '../../core/ids.ts';
import { type Credentials, UNAUTHORIZED } from './client.ts';

/** Whether clients must show a user token, and what becomes of one that does not. */
export interface Admission {
  readonly auth: 'none' | 'token';
  /** The client may have come for another protocol of the same connection: without a token it may stay, for that one. */
  readonly isShared: boolean;
}

/** Reads the handshake's `auth`, which may be anything. Rejects with `unauthorized` or `invalidInput` (`since`). */
export async function readCredentials(
  core: Pick<Core, 'apps'>,
  admission: Admission,
  auth: unknown,
): Promise<Credentials> {
  const since = readSince(fieldOf(auth, 'since'));
  if (admission.auth === 'none') return { claims: null, isAdmitted: true, since };
  const token = fieldOf(auth, 'token');
  const claims = typeof token === 'string' ? await core.apps.verifyUserToken(token) : null;
  const isAdmitted = claims !== null;
  // Whoever shows a token means this protocol, and has to learn that it is no good.
  if (!isAdmitted && (token !== undefined || !admission.isShared))
    throw new KoineError('unauthorized', {}, UNAUTHORIZED);
  return { claims, isAdmitted, since };
}

function readSince(since: unknown): ReadonlyMap<string, number> | null {
  if (since === undefined || since === null) return null;
  if (typeof since !== 'object' || Array.isArray(since)) throw badSince();
  const rooms = new Map<string, number>();
  for (const [roomId, changeSeq] of Object.entries(since)) {
    if (!Number.isSafeInteger(changeSeq) || changeSeq < 0) throw badSince();
    rooms.set(foldUuid(roomId), changeSeq);
  }
  return rooms;
}

function badSince(): KoineError {
  const text = 'since must be an object of change numbers by room id';
  return new KoineError('invalidInput', { field: 'since' }, text);
}

function fieldOf(value: unknown, key: 'since' | 'token'): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}
