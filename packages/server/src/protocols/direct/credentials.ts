import { KoineError } from '@koine/contract';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import { parseSinceOfRooms } from '../../hub/history/since.ts';
import type { Credentials } from './handler.ts';

/** Whether clients must show a user token, and what becomes of one that does not. */
export interface Admission {
  readonly auth: 'none' | 'token';
  /** The client may have come for another protocol of the same connection: without a token it may stay, for that one. */
  readonly isShared: boolean;
}

/** Reads the handshake's `auth`, which may be anything. Rejects with `unauthorized` or `invalidInput` (`since`). */
export async function readCredentials(
  core: Pick<ProtocolCore, 'apps' | 'grants'>,
  admission: Admission,
  auth: unknown,
): Promise<Credentials> {
  const since = parseSinceOfRooms(auth);
  if (admission.auth === 'none') return { claims: null, isAdmitted: true, since };
  const token =
    typeof auth === 'object' && auth !== null && 'token' in auth ? auth.token : undefined;
  const claims =
    typeof token === 'string' ? await core.apps.verifyUserToken(token, core.grants.changes) : null;
  const isAdmitted = claims !== null;
  // Anyone who shows a token means this protocol, and has to learn that it is no good.
  if (!isAdmitted && (token !== undefined || !admission.isShared))
    throw new KoineError('unauthorized', {}, 'Unauthorized');
  return { claims, isAdmitted, since };
}
