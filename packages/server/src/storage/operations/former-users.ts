/** An id that was deleted may be given again: which things are the present user's, and which a former one's. */
import { type UserKey, userRefOf } from '@koine/contract';
import { keysOf, type MessageRow, type Reactor, reactorOf } from '../message-fields.ts';
import { ask, type Operation } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { ByClientKey } from '../queries/messages.ts';
import type { RowOf } from '../rows.ts';

/** `undefined`: no token of the id has ever ended, and so no user of it was deleted. */
export type FormerUser = RowOf<'formerUser'> | undefined;

/**
 * Whether a message, or a reaction that came with it, is a former user's: by its number, since clocks may be set back, and by its
 * time, since an archive's messages get new numbers. A present account that is older than the message is the author's own, which
 * an import has restored.
 */
export function isFormers(
  former: FormerUser,
  { number, createdAt }: { readonly number: number; readonly createdAt: number },
): boolean {
  if (former === undefined) return false;
  if (number <= former.last_number) return true;
  const { present_since: presentSince } = former;
  return createdAt < former.ended_at && (presentSince === null || presentSince > createdAt);
}

/** As whom the present user reacts. */
export function reactorAfter(former: FormerUser, user: UserKey): Reactor {
  return reactorOf(user, former?.deletions ?? 0);
}

export function* formerUser(q: Queries, user: UserKey): Operation<FormerUser> {
  const { appId, id: userId } = userRefOf(user);
  return (yield* ask(q.formerUser, { appId, userId }))[0];
}

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
  const [former] = yield* ask(q.formerUser, { appId: by.senderAppId, userId: by.senderId });
  const keys = keysOf(row);
  if (!isFormers(former, keys)) return row;
  if (purpose === 'append') yield* ask(q.freeClientKey, { number: keys.number });
  return null;
}
