import { ask, type Operation, Refusal } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { AppRow, RowOf } from '../rows.ts';

export function appOperations(q: Queries) {
  return {
    *createApp(app: {
      readonly id: string;
      readonly name: string;
      readonly createdAt: number;
      readonly tokenSecret: string;
    }): Operation<AppRow> {
      const [row] = yield* ask(q.insertApp, app);
      if (row === undefined) throw new Refusal('conflict', { field: 'id' });
      return row;
    },

    *renameApp(input: { readonly id: string; readonly name: string }): Operation<AppRow> {
      const [row] = yield* ask(q.renameApp, input);
      if (row === undefined) throw new Refusal('appNotFound');
      return row;
    },

    *replaceTokenSecret(input: {
      readonly id: string;
      readonly tokenSecret: string;
    }): Operation<AppRow> {
      const [row] = yield* ask(q.replaceTokenSecret, input);
      if (row === undefined) throw new Refusal('appNotFound');
      return row;
    },

    *findApp(by: { readonly id: string }): Operation<AppRow | null> {
      return (yield* ask(q.app, by))[0] ?? null;
    },

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
      if (app === undefined) throw new Refusal('appNotFound');
      const [present] = yield* ask(q.apiKey, { hash });
      if (present !== undefined && present.app_id !== appId) throw new Refusal('conflict');
      yield* ask(q.putApiKey, input);
      if (input.expireOthersAt === null) return;
      yield* ask(q.expireOtherApiKeys, { appId, hash, at: input.expireOthersAt });
    },

    *findAppByKey(by: {
      readonly hash: string;
      readonly now: number;
    }): Operation<RowOf<'appByKey'> | null> {
      return (yield* ask(q.appByKey, by))[0] ?? null;
    },
  };
}
