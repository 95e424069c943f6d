import { accountKeys, nameKeys } from '../../core/names.ts';
import { ask, type Operation, OperationError } from '../operation.ts';
import type { Queries } from '../queries/index.ts';

/** Holders of one name key that a query returns: callers only need to know whether there is another than a given user. */
const HOLDERS_MAX = 2;

export function nameKeyOperations(q: Queries) {
  return {
    *idsByNameKeys(input: {
      readonly appId: string;
      readonly keys: readonly string[];
      /** 1: of usernames only; 0: of any name. */
      readonly isOfUsername: number;
    }): Operation<readonly string[]> {
      const ids = new Set<string>();
      for (const key of input.keys) {
        const { appId, isOfUsername } = input;
        const by = { appId, key, isOfUsername, limit: HOLDERS_MAX };
        const rows = yield* ask(q.idsByNameKey, by);
        for (const { user_id: id } of rows) ids.add(id);
      }
      return [...ids];
    },
  };
}

/** Throws `usernameTaken` where the name looks like another user's username. */
export function* assertLikeNoUsername(
  q: Queries,
  { appId, id }: { readonly appId: string; readonly id: string },
  name: string,
  field: string,
): Operation<void> {
  for (const key of nameKeys(name)) {
    const by = { appId, key, isOfUsername: 1, limit: HOLDERS_MAX };
    const holders = yield* ask(q.idsByNameKey, by);
    if (holders.some(({ user_id: holder }) => holder !== id))
      throw new OperationError('usernameTaken', { field });
  }
}

/** Replaces the account's name keys. */
export function* replaceNameKeys(
  q: Queries,
  account: {
    readonly appId: string;
    readonly id: string;
    readonly username: string | null;
    readonly displayName: string;
  },
): Operation<void> {
  const { appId, id: userId, username, displayName } = account;
  if (username === null) return;
  yield* ask(q.deleteNameKeysOf, { appId, userId });
  for (const { key, isOfUsername } of accountKeys(username, displayName))
    yield* ask(q.putNameKey, { appId, key, userId, isOfUsername: Number(isOfUsername) });
}
