import { KoineError } from '@koine/contract';
import type { Core } from '../../core/core.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The id of a room of this app. What is no UUID is no room; nor is another app's, even one that is bridged, since there a user id
 * would mean somebody else. Rejects with `roomNotFound`.
 */
export async function ownRoomId(core: Core, appId: string, text: string): Promise<string> {
  if (!UUID.test(text)) throw new KoineError('roomNotFound');
  const id = text.toLowerCase();
  const rules = await core.roomRules.get(id);
  if (rules?.room.appId !== appId) throw new KoineError('roomNotFound');
  return id;
}
