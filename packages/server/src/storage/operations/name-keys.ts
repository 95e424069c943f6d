import { accountKeys } from '../../core/names.ts';
import { ask, type Operation } from '../operation.ts';
import type { Queries } from '../queries/index.ts';

/** Of those who are called alike: whoever asks wants to know whether there is another than a certain one. */
const HOLDERS_MAX = 2;

export function nameKeyOperations(q: Queries) {
  return {
    *idsByNameKeys(input: {
      readonly appId: string;
      readonly keys: readonly string[];
    }): Operation<readonly string[]> {
      const ids = new Set<string>();
      for (const key of input.keys) {
        const rows = yield* ask(q.idsByNameKey, { appId: input.appId, key, limit: HOLDERS_MAX });
        for (const { user_id: id } of rows) ids.add(id);
      }
      return [...ids];
    },
  };
}

/** In place of those that the account had. */
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
  for (const key of accountKeys(username, displayName))
    yield* ask(q.putNameKey, { appId, key, userId });
}
