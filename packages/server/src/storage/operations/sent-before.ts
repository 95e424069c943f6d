import { keysOf, type MessageRow } from '../message-fields.ts';
import { ask, type Operation } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { ByClientKey } from '../queries/messages.ts';

/**
 * The message that this very user has sent to the room under this client key: not that of a former user of their id, who, before
 * an append, gives the key up.
 */
export function* sentBefore(
  q: Queries,
  by: ByClientKey,
  purpose: 'find' | 'append',
): Operation<MessageRow | null> {
  const [row] = yield* ask(q.messageByClientKey, by);
  if (row === undefined) return null;
  const { number } = keysOf(row);
  const [ended] = yield* ask(q.generationOf, { appId: by.senderAppId, userId: by.senderId });
  if (number > (ended?.last_number ?? 0)) return row;
  if (purpose === 'append') yield* ask(q.freeClientKey, { number });
  return null;
}
