import { KoineError, NO_APP_ID } from '@koine/contract';
import Type from 'typebox';
import { systemActor } from '../../../core/actor.ts';
import { parseName } from '../../../core/text.ts';
import { iso } from '../time.ts';
import { keyActor } from './actors.ts';
import { assertOperator } from './authenticate.ts';
import { callsOf, type PlatformApp, type RestDeps } from './call.ts';
import { Answer, success, Timestamp } from './envelope.ts';
import { AppView, appView } from './views.ts';

const AppBody = Type.Object({ name: Type.String() });
const NewKey = { api_key: Type.String({ description: 'Shown once: storage keeps its hash' }) };
const NewAppView = Type.Object({ ...AppView.properties, ...NewKey });
const RotatedView = Type.Object({ ...NewKey, previous_keys_expire_at: Timestamp });

const call = callsOf('Platform apps');
const one = { 200: Answer(AppView) };

/** Apps and their keys. */
export function clientRoutes(app: PlatformApp, { core }: RestDeps): void {
  const { apps, clock, limits } = core;
  const nameIn = (body: { readonly name: string }) =>
    parseName(body.name, 'name', limits.nameCharsMax);

  app.post(
    '/clients',
    call(
      'createApp',
      'Creates an app and its first key.',
      'operator',
      [['invalidInput', 'name is required']],
      { body: AppBody, response: { 201: Answer(NewAppView) } },
    ),
    async (request, reply) => {
      assertOperator(request);
      const created = await apps.create(systemActor(NO_APP_ID), nameIn(request.body));
      reply.status(201);
      return success(clock, { ...appView(created.app), api_key: created.key });
    },
  );

  app.get(
    '/clients/me',
    call('app', 'The caller’s app.', 'key', [], { response: one }),
    async (request) => {
      const found = await apps.find(keyActor(request));
      if (found === null) throw new KoineError('appNotFound');
      return success(clock, appView(found));
    },
  );

  app.put(
    '/clients/me',
    call('renameApp', 'Renames the caller’s app.', 'key', [], { body: AppBody, response: one }),
    async (request) => {
      const name = nameIn(request.body);
      return success(clock, appView(await apps.rename(keyActor(request), name)));
    },
  );

  app.post(
    '/clients/me/rotate-key',
    call(
      'rotateKey',
      'Creates a new key; the former ones expire after a grace period.',
      'key',
      [],
      { response: { 200: Answer(RotatedView) } },
    ),
    async (request) => {
      const expireAt = clock.now() + limits.keyRotationGraceMs;
      const key = await apps.rotateKey(keyActor(request), limits.keyRotationGraceMs);
      return success(clock, { api_key: key, previous_keys_expire_at: iso(expireAt) });
    },
  );
}
