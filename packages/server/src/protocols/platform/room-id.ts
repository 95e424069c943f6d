import { KoineError } from '@koine/contract';
import { parseUuid } from '../../core/ids.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';

/**
 * The id of a room of this app. What is no UUID is no room; nor is another app's, even one that is bridged, since there a user id
 * would mean somebody else. Rejects with `roomNotFound`.
 */
export async function ownRoomId(core: ProtocolCore, appId: string, text: string): Promise<string> {
  const id = parseUuid(text);
  if (id === null) throw new KoineError('roomNotFound');
  const rules = await core.roomRules.get(id);
  if (rules?.room.appId !== appId) throw new KoineError('roomNotFound');
  return id;
}
