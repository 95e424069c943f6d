import { KoineError, type UserRef } from '@koine/contract';
import Type from 'typebox';
import type { Actor } from '../../../core/actor.ts';
import { parseUserId, USER_ID_PATTERN } from '../../../core/ids.ts';
import { ownRoomId } from '../room-id.ts';
import { actorOf } from './actors.ts';
import type { PlatformApp, RestDeps } from './app.ts';
import { Answer, ListAnswer, success } from './envelope.ts';
import { listQuery, pageOf } from './lists.ts';
import { nameOf } from './new-participants.ts';
import { ParticipantParams, RoomParams, userIdIn } from './params.ts';
import { ParticipantView, participantView } from './views.ts';
import { words } from './words.ts';

/** There is one owner, named when the room is made. */
const Role = Type.Enum(['moderator', 'member']);
const NewParticipantBody = Type.Object({
  user_id: Type.String({ pattern: USER_ID_PATTERN }),
  user_name: Type.Optional(Type.String()),
  role: Type.Optional(Role),
});
const RoleBody = Type.Object({ role: Role });

/** Participants of rooms. */
export function participantRoutes(app: PlatformApp, { core }: RestDeps): void {
  const { members, clock, limits } = core;
  const Query = listQuery(['joined_at'], limits.pageSizeMax, {});

  app.get(
    '/rooms/:room_id/participants',
    {
      schema: {
        ...words(
          'Platform participants',
          'listParticipants',
          'A room’s participants, oldest first.',
          'token',
          ['roomNotFound'],
        ),
        params: RoomParams,
        querystring: Query,
        response: { 200: ListAnswer(ParticipantView) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const roomId = await ownRoomId(core, actor.appId, request.params.room_id);
      const { items, pagination } = await pageOf(request.query, limits.pageSizeMax, 'asc', (page) =>
        members.list(actor, roomId, page),
      );
      return { ...success(clock, items.map(participantView)), pagination };
    },
  );

  app.post(
    '/rooms/:room_id/participants',
    {
      schema: {
        ...words(
          'Platform participants',
          'addParticipant',
          'Adds a participant to a room.',
          'token',
          ['roomNotFound', ['conflict', 'Already a participant']],
        ),
        params: RoomParams,
        body: NewParticipantBody,
        response: { 201: Answer(ParticipantView) },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const roomId = await ownRoomId(core, actor.appId, request.params.room_id);
      const { user_name: name, role = 'member' } = request.body;
      const userId = parseUserId(request.body.user_id, 'user_id');
      const user = { appId: actor.appId, id: userId };
      if (await isParticipant(actor, roomId, user))
        throw new KoineError('conflict', {}, 'Already a participant');
      const userName = await nameOf(core, actor.appId, userId, name);
      const member = await members.add(actor, roomId, { user, userName, role });
      reply.status(201);
      return success(clock, participantView(member));
    },
  );

  app.put(
    '/rooms/:room_id/participants/:user_id',
    {
      schema: {
        ...words('Platform participants', 'setRole', 'Changes a participant’s role.', 'token', [
          'roomNotFound',
          'memberNotFound',
        ]),
        params: ParticipantParams,
        body: RoleBody,
        response: { 200: Answer(ParticipantView) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const roomId = await ownRoomId(core, actor.appId, request.params.room_id);
      const user = { appId: actor.appId, id: userIdIn(request.params) };
      const member = await members.setRole(actor, roomId, user, request.body.role);
      return success(clock, participantView(member));
    },
  );

  app.delete(
    '/rooms/:room_id/participants/:user_id',
    {
      schema: {
        ...words(
          'Platform participants',
          'removeParticipant',
          'Removes a participant from a room; in a private one this ends their connections.',
          'token',
          ['roomNotFound', 'memberNotFound'],
        ),
        params: ParticipantParams,
        response: { 200: Answer(ParticipantView) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const roomId = await ownRoomId(core, actor.appId, request.params.room_id);
      const user = { appId: actor.appId, id: userIdIn(request.params) };
      const member = await members.get(actor, roomId, user);
      await members.remove(actor, roomId, user);
      return success(clock, participantView(member));
    },
  );

  async function isParticipant(actor: Actor, roomId: string, user: UserRef): Promise<boolean> {
    try {
      await members.get(actor, roomId, user);
      return true;
    } catch (error) {
      if (error instanceof KoineError && error.code === 'memberNotFound') return false;
      throw error;
    }
  }
}
