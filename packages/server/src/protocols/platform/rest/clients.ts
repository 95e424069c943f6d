import { KoineError, NO_APP_ID } from '@koine/contract';
import Type from 'typebox';
import { systemActor } from '../../../core/actor.ts';
import { parseName } from '../../../core/text.ts';
import { iso } from '../time.ts';
import { keyActor } from './actors.ts';
import type { PlatformApp, RestDeps } from './app.ts';
import { assertOperator } from './authenticate.ts';
import { Answer, success, Timestamp } from './envelope.ts';
import { AppView, appView } from './views.ts';
import { words } from './words.ts';

const AppBody = Type.Object({ name: Type.String() });

const NewAppView = Type.Object({
  ...AppView.properties,
  api_key: Type.String({ description: 'Shown once: storage keeps its hash' }),
});

const RotatedView = Type.Object({
  api_key: Type.String({ description: 'Shown once: storage keeps its hash' }),
  previous_keys_expire_at: Timestamp,
});

/** Apps and their keys. */
export function clientRoutes(app: PlatformApp, { core }: RestDeps): void {
  const { apps, clock, limits } = core;

  app.post(
    '/clients',
    {
      schema: {
        ...words('Platform apps', 'createApp', 'Creates an app and its first key.', 'operator', [
          ['invalidInput', 'name is required'],
        ]),
        body: AppBody,
        response: { 201: Answer(NewAppView) },
      },
    },
    async (request, reply) => {
      assertOperator(request);
      const name = parseName(request.body.name, 'name', limits.nameCharsMax);
      const { app: created, key } = await apps.create(systemActor(NO_APP_ID), name);
      reply.status(201);
      return success(clock, { ...appView(created), api_key: key });
    },
  );

  app.get(
    '/clients/me',
    {
      schema: {
        ...words('Platform apps', 'app', 'The caller’s app.', 'key'),
        response: { 200: Answer(AppView) },
      },
    },
    async (request) => {
      const found = await apps.find(keyActor(request));
      if (found === null) throw new KoineError('appNotFound');
      return success(clock, appView(found));
    },
  );

  app.put(
    '/clients/me',
    {
      schema: {
        ...words('Platform apps', 'renameApp', 'Renames the caller’s app.', 'key'),
        body: AppBody,
        response: { 200: Answer(AppView) },
      },
    },
    async (request) => {
      const name = parseName(request.body.name, 'name', limits.nameCharsMax);
      return success(clock, appView(await apps.rename(keyActor(request), name)));
    },
  );

  app.post(
    '/clients/me/rotate-key',
    {
      schema: {
        ...words(
          'Platform apps',
          'rotateKey',
          'Creates a new key; the former ones expire after a grace period.',
          'key',
        ),
        response: { 200: Answer(RotatedView) },
      },
    },
    async (request) => {
      const expireAt = clock.now() + limits.keyRotationGraceMs;
      const key = await apps.rotateKey(keyActor(request), limits.keyRotationGraceMs);
      return success(clock, { api_key: key, previous_keys_expire_at: iso(expireAt) });
    },
  );
}
