import { KoineError } from '@koine/contract';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { USER_ID_PATTERN } from '../../../core/ids.ts';
import { parseName } from '../../../core/text.ts';
import { ownRoomId } from '../room-id.ts';
import { textOrNull } from '../schema.ts';
import { iso } from '../time.ts';
import { actorOf, assertMayBe, keyActor } from './actors.ts';
import { credentialsIn } from './authenticate.ts';
import { callsOf, type PlatformApp, type RestDeps } from './call.ts';
import { Answer, ListAnswer, success, Timestamp } from './envelope.ts';
import { foldCursors, listQuery, pageOf } from './lists.ts';
import { NotificationView, notificationView } from './views.ts';

const TITLE_CHARS_MAX = 200;
const CONTENT_CHARS_MAX = 4000;
const URL_CHARS_MAX = 2048;
const ICON_CHARS_MAX = 256;
const REQUIRED = 'user_id or room_id is required';

const Priority = Type.Enum(['low', 'normal', 'high', 'urgent']);
const NotificationBody = Type.Object({
  user_id: textOrNull({ pattern: USER_ID_PATTERN }),
  room_id: textOrNull({
    description: 'Alone: notifies each participant. With a user: the room it is about',
  }),
  title: Type.String(),
  content: Type.String({ minLength: 1, maxLength: CONTENT_CHARS_MAX }),
  action_url: textOrNull({
    // A path, or a URL of any scheme but those that a browser would run.
    pattern:
      '^(/|(?!(?:[jJ][aA][vV][aA]|[vV][bB])[sS][cC][rR][iI][pP][tT]:|[dD][aA][tT][aA]:)[A-Za-z][A-Za-z0-9+.-]*:)',
    maxLength: URL_CHARS_MAX,
  }),
  priority: Type.Optional(Priority),
  icon: textOrNull({ maxLength: ICON_CHARS_MAX }),
});
const NotificationParams = Type.Object({
  id: Type.String({ description: 'Id of a notification' }),
});

const SentToRoomView = Type.Object({
  room_id: Type.String(),
  recipients: Type.Integer({ description: 'Number of participants notified' }),
  created_at: Timestamp,
});

const call = callsOf('Platform notifications');
const one = { 200: Answer(NotificationView) };

/** Notifications to users, kept until read. */
export function notificationRoutes(app: PlatformApp, { core }: RestDeps): void {
  const { notifications, rooms, clock, limits } = core;
  const Query = listQuery(['priority'], limits.pageSizeMax, {
    user_id: Type.Optional(Type.String({ description: 'Only those of this user' })),
    status: Type.Optional(
      Type.Enum(['read', 'unread'], { description: 'Only read ones, or only unread ones' }),
    ),
  });

  app.post(
    '/notifications',
    call(
      'notify',
      'Sends a notification to a user, or to every participant of a room.',
      'key',
      [['invalidInput', REQUIRED], 'roomNotFound'],
      {
        body: NotificationBody,
        response: { 201: Answer(Type.Union([NotificationView, SentToRoomView])) },
      },
    ),
    async (request, reply) => {
      const actor = keyActor(request);
      const { body } = request;
      const draft = {
        title: parseName(body.title, 'title', TITLE_CHARS_MAX),
        content: body.content,
        actionUrl: body.action_url ?? null,
        priority: body.priority ?? 'normal',
        icon: body.icon ?? null,
      };
      const roomId = body.room_id == null ? null : await roomOf(request, body.room_id);
      if (body.user_id != null) {
        const created = await notifications.notifyUser(actor, body.user_id, roomId, draft);
        reply.status(201);
        return success(clock, notificationView(created));
      }
      if (roomId === null) throw new KoineError('invalidInput', { field: 'user_id' }, REQUIRED);
      const createdAt = iso(clock.now());
      const recipients = await notifications.notifyRoom(actor, roomId, draft);
      reply.status(201);
      return success(clock, { room_id: roomId, recipients, created_at: createdAt });
    },
  );

  app.get(
    '/notifications',
    call(
      'listNotifications',
      'Notifications: `urgent` first, then `high`, then the newest.',
      'token',
      [],
      { querystring: Query, response: { 200: ListAnswer(NotificationView) } },
    ),
    async (request) => {
      const { query } = request;
      if (query.user_id !== undefined) assertMayBe(credentialsIn(request), query.user_id);
      const actor = actorOf(request);
      const filter = { userId: query.user_id ?? null, status: query.status ?? null };
      const { items, pagination } = await pageOf(query, limits.pageSizeMax, 'desc', (page) =>
        notifications.list(actor, { ...foldCursors(page), ...filter }),
      );
      return { ...success(clock, items.map(notificationView)), pagination };
    },
  );

  app.get(
    '/notifications/:id',
    call('notification', 'A notification.', 'token', ['notificationNotFound'], {
      params: NotificationParams,
      response: one,
    }),
    async (request) => {
      const found = await notifications.get(actorOf(request), request.params.id);
      return success(clock, notificationView(found));
    },
  );

  app.put(
    '/notifications/:id/read',
    call('markRead', 'Marks a notification as read.', 'token', ['notificationNotFound'], {
      params: NotificationParams,
      response: one,
    }),
    async (request) => {
      const read = await notifications.markRead(actorOf(request), request.params.id);
      return success(clock, notificationView(read));
    },
  );

  async function roomOf(request: FastifyRequest, text: string): Promise<string> {
    const actor = actorOf(request);
    const id = await ownRoomId(core, actor.appId, text);
    return (await rooms.get(actor, { id })).id;
  }
}
