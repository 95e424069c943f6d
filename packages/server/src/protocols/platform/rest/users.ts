import Type from 'typebox';
import { parseUserId, USER_ID_PATTERN } from '../../../core/ids.ts';
import { Meta } from '../meta.ts';
import { actorOf, assertMayBe, keyActor } from './actors.ts';
import type { PlatformApp, RestDeps } from './app.ts';
import { credentialsIn } from './authenticate.ts';
import { checkedMeta } from './checked-meta.ts';
import { Answer, ListAnswer, success } from './envelope.ts';
import { listQuery, pageOf } from './lists.ts';
import { UserId, userIdIn } from './params.ts';
import { UserView, userView } from './views.ts';
import { words } from './words.ts';

const URL_CHARS_MAX = 2048;

const AvatarUrl = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  pattern: '^https?://',
  maxLength: URL_CHARS_MAX,
});
const NewUserBody = Type.Object({
  user_id: Type.String({ pattern: USER_ID_PATTERN }),
  user_name: Type.String(),
  avatar_url: Type.Optional(AvatarUrl),
  meta: Type.Optional(Meta),
});
const UserPatchBody = Type.Object({
  user_name: Type.Optional(Type.String()),
  avatar_url: Type.Optional(AvatarUrl),
  meta: Type.Optional(Meta),
});
const UserParams = Type.Object({ user_id: UserId });

/** An app's users. They need not be registered to chat; those who are have a name, a picture and data of the app's own. */
export function userRoutes(app: PlatformApp, { core }: RestDeps): void {
  const { users, clock, limits } = core;
  const Query = listQuery(['created_at'], limits.pageSizeMax, {
    search: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, description: 'A part of the name' }),
    ),
  });

  app.post(
    '/users',
    {
      schema: {
        ...words(
          'Platform users',
          'createUser',
          'Registers a user: a name, an avatar and the app’s own data.',
          'key',
          ['conflict', 'metaTooLarge'],
        ),
        body: NewUserBody,
        response: { 201: Answer(UserView) },
      },
    },
    async (request, reply) => {
      const actor = keyActor(request);
      const { user_id: id, user_name: displayName, avatar_url: avatarUrl, meta } = request.body;
      const draft = {
        id: parseUserId(id, 'user_id'),
        displayName,
        avatarUrl: avatarUrl ?? null,
        meta: checkedMeta(meta) ?? {},
      };
      const user = await users.create(actor, draft, 'fail');
      reply.status(201);
      return success(clock, userView(user));
    },
  );

  app.get(
    '/users',
    {
      schema: {
        ...words('Platform users', 'listUsers', 'Users, newest first.', 'key'),
        querystring: Query,
        response: { 200: ListAnswer(UserView) },
      },
    },
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
    {
      schema: {
        ...words('Platform users', 'user', 'A user.', 'token', ['userNotFound']),
        params: UserParams,
        response: { 200: Answer(UserView) },
      },
    },
    async (request) => {
      const userId = userIdIn(request.params);
      assertMayBe(credentialsIn(request), userId);
      return success(clock, userView(await users.get(actorOf(request), userId)));
    },
  );

  app.put(
    '/users/:user_id',
    {
      schema: {
        ...words('Platform users', 'updateUser', 'Changes a user.', 'token', [
          'userNotFound',
          'metaTooLarge',
        ]),
        params: UserParams,
        body: UserPatchBody,
        response: { 200: Answer(UserView) },
      },
    },
    async (request) => {
      const userId = userIdIn(request.params);
      assertMayBe(credentialsIn(request), userId);
      const { user_name: displayName, avatar_url: avatarUrl, meta } = request.body;
      const checked = checkedMeta(meta);
      const user = await users.update(actorOf(request), userId, {
        ...(displayName !== undefined && { displayName }),
        ...(avatarUrl !== undefined && { avatarUrl }),
        ...(checked !== null && { meta: checked }),
      });
      return success(clock, userView(user));
    },
  );

  app.delete(
    '/users/:user_id',
    {
      schema: {
        ...words('Platform users', 'deleteUser', 'Removes a user.', 'key', ['userNotFound']),
        params: UserParams,
        response: { 200: Answer(UserView) },
      },
    },
    async (request) => {
      const actor = keyActor(request);
      const user = await users.get(actor, userIdIn(request.params));
      await users.remove(actor, user.id);
      return success(clock, userView(user));
    },
  );
}
