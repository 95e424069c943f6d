import { KoineError, type User } from '@koine/contract';
import type { Core } from '../../core/core.ts';

/** 1-128 visible ASCII characters: what fits a URL, a topic and a log line as it is. */
export const USER_ID_PATTERN = '^[!-~]{1,128}$';
const USER_ID = new RegExp(USER_ID_PATTERN);

/** The id, or `invalidInput` that names the field. */
export function parseUserId(text: string, field: string): string {
  if (!USER_ID.test(text)) throw new KoineError('invalidInput', { field }, `Invalid ${field}`);
  return text;
}

/** An app's users need not be registered: `null` is no error. */
export async function findUser(core: Core, appId: string, userId: string): Promise<User | null> {
  try {
    return await core.users.get(appId, userId);
  } catch (error) {
    if (error instanceof KoineError && error.code === 'userNotFound') return null;
    throw error;
  }
}
