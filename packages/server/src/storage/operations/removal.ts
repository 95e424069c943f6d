import { blockOf } from '../authored.ts';
import { ask, type Operation } from '../operation.ts';
import type { Queries } from '../queries/index.ts';

/** Rows that one step of the background removal touches at most: about a millisecond of the writer's time. */
const ROWS_PER_STEP = 256;

export function removalOperations(q: Queries) {
  return {
    /** One step; whether there may be more to do. */
    *removeSome(): Operation<boolean> {
      const [purged] = yield* ask(q.roomToEmpty, {});
      if (purged !== undefined) {
        const { room_key: roomKey, removed_seq: after } = purged;
        const upTo = Math.min(after + ROWS_PER_STEP, purged.purged_seq);
        yield* ask(q.deleteMentionsBetween, { roomKey, after, upTo });
        yield* ask(q.removeMessages, { roomKey, after, upTo });
        yield* ask(q.eraseMessages, { roomKey, after, upTo });
        yield* ask(q.removeAuthoredBefore, { roomKey, block: blockOf(upTo + 1) });
        yield* ask(q.markRemoved, { roomKey, upTo });
        return true;
      }
      const [removed] = yield* ask(q.removedRoom, {});
      if (removed === undefined) return yield* removeReactions();
      const chunk = { roomKey: removed.room_key, limit: ROWS_PER_STEP };
      yield* ask(q.deleteMentionsIn, chunk);
      const messages = yield* ask(q.removeMessagesOf, chunk);
      if (messages.length === ROWS_PER_STEP) return true;
      const authored = yield* ask(q.removeAuthoredBlock, chunk);
      if (authored.length > 0) return true;
      const members = yield* ask(q.removeMembersOf, chunk);
      if (members.length < ROWS_PER_STEP)
        yield* ask(q.forgetRemovedRoom, { roomKey: removed.room_key });
      return true;
    },
  };

  /** One step over the messages with reactions, of which it leaves those of present users. */
  function* removeReactions(): Operation<boolean> {
    const [removal] = yield* ask(q.reactionRemoval, {});
    if (removal === undefined) return false;
    const chunk = { after: removal.after_number, limit: ROWS_PER_STEP };
    const reacted = yield* ask(q.reactedMessages, chunk);
    for (const { number, has_former: hasFormer } of reacted)
      if (hasFormer === 1) yield* ask(q.removeFormerReactions, { number });
    const last = reacted.at(-1);
    if (last !== undefined) yield* ask(q.moveReactionRemoval, { upTo: last.number });
    if (reacted.length === ROWS_PER_STEP) return true;
    yield* ask(q.endReactionRemoval, {});
    yield* ask(q.forgetFormerReactors, {});
    return true;
  }
}
