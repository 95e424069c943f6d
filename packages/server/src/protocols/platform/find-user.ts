import { KoineError, type User } from '@koine/contract';
import { systemActor } from '../../core/actor.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';

/** An app's users need not be registered: `null` is no error. */
export async function findUser(
  core: ProtocolCore,
  appId: string,
  userId: string,
): Promise<User | null> {
  try {
    return await core.users.get(systemActor(appId), userId);
  } catch (error) {
    if (error instanceof KoineError && error.code === 'userNotFound') return null;
    throw error;
  }
}
