import { ask, type Operation, OperationError } from '../operation.ts';
import type { Queries } from '../queries/index.ts';

export function appOperations(q: Queries) {
  return {
    *putApiKey(input: {
      readonly hash: string;
      readonly appId: string;
      readonly createdAt: number;
      readonly expiresAt: number | null;
      readonly prefix: string;
      readonly expireOthersAt: number | null;
    }): Operation<void> {
      const { appId, hash } = input;
      const [app] = yield* ask(q.app, { id: appId });
      if (app === undefined) throw new OperationError('appNotFound');
      const [present] = yield* ask(q.apiKey, { hash });
      if (present !== undefined && present.app_id !== appId) throw new OperationError('conflict');
      yield* ask(q.putApiKey, input);
      if (input.expireOthersAt === null) return;
      yield* ask(q.expireOtherApiKeys, { appId, hash, at: input.expireOthersAt });
    },
  };
}
