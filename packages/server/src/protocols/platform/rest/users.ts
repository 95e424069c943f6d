import Type from 'typebox';
import { parseUserId, USER_ID_PATTERN } from '../../../core/ids.ts';
import { Meta, parseMeta } from '../meta.ts';
import { textOrNull } from '../schema.ts';
import { actorOf, assertMayBe, keyActor } from './actors.ts';
import { credentialsIn } from './authenticate.ts';
import { callsOf, type PlatformApp, type RestDeps } from './call.ts';
import { Answer, ListAnswer, success } from './envelope.ts';
import { listQuery, pageOf } from './lists.ts';
import { UserId, userIdIn } from './params.ts';
import { UserView, userView } from './views.ts';

const URL_CHARS_MAX = 2048;

const AvatarUrl = textOrNull({ pattern: '^https?://', maxLength: URL_CHARS_MAX });
const NewUserBody = Type.Object({
  user_id: Type.String({ pattern: USER_ID_PATTERN }),
  user_name: Type.String(),
  avatar_url: AvatarUrl,
  meta: Type.Optional(Meta),
});
const UserPatchBody = Type.Object({
  user_name: Type.Optional(Type.String()),
  avatar_url: AvatarUrl,
  meta: Type.Optional(Meta),
});
const UserParams = Type.Object({ user_id: UserId });

const call = callsOf('Platform users');
const one = { 200: Answer(UserView) };

/** An app's users. They need not be registered to chat; registered ones have a name, a picture and data of the app's own. */
export function userRoutes(app: PlatformApp, { core }: RestDeps): void {
  const { users, clock, limits } = core;
  const Query = listQuery(['created_at'], limits.pageSizeMax, {
    search: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, description: 'A part of the name' }),
    ),
  });

  app.post(
    '/users',
    call(
      'createUser',
      'Registers a user: a name, an avatar and the app’s own data.',
      'key',
      ['conflict', 'metaTooLarge'],
      { body: NewUserBody, response: { 201: Answer(UserView) } },
    ),
    async (request, reply) => {
      const actor = keyActor(request);
      const { user_id: id, user_name: displayName, avatar_url: avatarUrl, meta } = request.body;
      const draft = {
        id: parseUserId(id, 'user_id'),
        displayName,
        avatarUrl: avatarUrl ?? null,
        meta: parseMeta(meta) ?? {},
      };
      const user = await users.create(actor, draft, 'fail');
      reply.status(201);
      return success(clock, userView(user));
    },
  );

  app.get(
    '/users',
    call('listUsers', 'Users, newest first.', 'key', [], {
      querystring: Query,
      response: { 200: ListAnswer(UserView) },
    }),
    async (request) => {
      const actor = keyActor(request);
      const { query } = request;
      const nameContains = query.search ?? null;
      const { items, pagination } = await pageOf(query, limits.pageSizeMax, 'desc', (page) =>
        users.list(actor, { ...page, nameContains }),
      );
      return { ...success(clock, items.map(userView)), pagination };
    },
  );

  app.get(
    '/users/:user_id',
    call('user', 'A user.', 'token', ['userNotFound'], { params: UserParams, response: one }),
    async (request) => {
      const userId = userIdIn(request.params);
      assertMayBe(credentialsIn(request), userId);
      return success(clock, userView(await users.get(actorOf(request), userId)));
    },
  );

  app.put(
    '/users/:user_id',
    call('updateUser', 'Changes a user.', 'token', ['userNotFound', 'metaTooLarge'], {
      params: UserParams,
      body: UserPatchBody,
      response: one,
    }),
    async (request) => {
      const userId = userIdIn(request.params);
      assertMayBe(credentialsIn(request), userId);
      const { user_name: displayName, avatar_url: avatarUrl } = request.body;
      const meta = parseMeta(request.body.meta);
      const user = await users.update(actorOf(request), userId, {
        ...(displayName !== undefined && { displayName }),
        ...(avatarUrl !== undefined && { avatarUrl }),
        ...(meta !== null && { meta }),
      });
      return success(clock, userView(user));
    },
  );

  app.delete(
    '/users/:user_id',
    call('deleteUser', 'Removes a user.', 'key', ['userNotFound'], {
      params: UserParams,
      response: one,
    }),
    async (request) => {
      const actor = keyActor(request);
      const user = await users.get(actor, userIdIn(request.params));
      await users.remove(actor, user.id);
      return success(clock, userView(user));
    },
  );
}
