import { KoineError } from '@koine/contract';
import Type from 'typebox';
import { parseUserId, USER_ID_PATTERN } from '../../../core/ids.ts';
import { inRoom } from './actors.ts';
import { callsOf, type PlatformApp, type RestDeps } from './call.ts';
import { Answer, ListAnswer, success } from './envelope.ts';
import { listQuery, pageOf } from './lists.ts';
import { nameOf } from './new-participants.ts';
import { ParticipantParams, RoomParams, userIdIn } from './params.ts';
import { ParticipantView, participantView } from './views.ts';

/** There is one owner, named when the room is created. */
const Role = Type.Enum(['moderator', 'member']);
const NewParticipantBody = Type.Object({
  user_id: Type.String({ pattern: USER_ID_PATTERN }),
  user_name: Type.Optional(Type.String()),
  role: Type.Optional(Role),
});
const RoleBody = Type.Object({ role: Role });
const OnlineView = Type.Object({
  online_users: Type.Array(Type.String(), {
    description: 'If there are very many, the first to connect',
  }),
  total_online: Type.Integer(),
});

const call = callsOf('Platform participants');
const presenceCall = callsOf('Platform presence');
const one = { 200: Answer(ParticipantView) };

/** Participants of rooms, and who of all users is connected now, over all protocols. */
export function participantRoutes(app: PlatformApp, { core, limits }: RestDeps): void {
  const { access, members, presence, clock } = core;
  const Query = listQuery(['joined_at'], limits.pageSizeMax, {});

  app.get(
    '/rooms/:room_id/participants',
    call('listParticipants', 'A room’s participants, oldest first.', 'token', ['roomNotFound'], {
      params: RoomParams,
      querystring: Query,
      response: { 200: ListAnswer(ParticipantView) },
    }),
    async (request) => {
      const { actor, roomId } = await inRoom(core, request, request.params);
      const { items, pagination } = await pageOf(request.query, limits.pageSizeMax, 'asc', (page) =>
        members.list(actor, roomId, page),
      );
      return { ...success(clock, items.map(participantView)), pagination };
    },
  );

  app.post(
    '/rooms/:room_id/participants',
    call(
      'addParticipant',
      'Adds a participant to a room.',
      'token',
      ['roomNotFound', ['conflict', 'Already a participant']],
      { params: RoomParams, body: NewParticipantBody, response: { 201: Answer(ParticipantView) } },
    ),
    async (request, reply) => {
      const { actor, roomId } = await inRoom(core, request, request.params);
      const { user_name: name, role = 'member' } = request.body;
      const userId = parseUserId(request.body.user_id, 'user_id');
      const user = { appId: actor.appId, id: userId };
      const rules = await access.read(actor, roomId);
      if ((await access.roleOf(rules, user)) !== null)
        throw new KoineError('conflict', {}, 'Already a participant');
      const userName = await nameOf(core, actor.appId, userId, name);
      const member = await members.add(actor, roomId, { user, userName, role });
      reply.status(201);
      return success(clock, participantView(member));
    },
  );

  app.put(
    '/rooms/:room_id/participants/:user_id',
    call('setRole', 'Changes a participant’s role.', 'token', ['roomNotFound', 'memberNotFound'], {
      params: ParticipantParams,
      body: RoleBody,
      response: one,
    }),
    async (request) => {
      const { actor, roomId } = await inRoom(core, request, request.params);
      const user = { appId: actor.appId, id: userIdIn(request.params) };
      const member = await members.setRole(actor, roomId, user, request.body.role);
      return success(clock, participantView(member));
    },
  );

  app.delete(
    '/rooms/:room_id/participants/:user_id',
    call(
      'removeParticipant',
      'Removes a participant from a room; in a private one this ends their connections.',
      'token',
      ['roomNotFound', 'memberNotFound'],
      { params: ParticipantParams, response: one },
    ),
    async (request) => {
      const { actor, roomId } = await inRoom(core, request, request.params);
      const user = { appId: actor.appId, id: userIdIn(request.params) };
      const member = await members.get(actor, roomId, user);
      await members.remove(actor, roomId, user);
      return success(clock, participantView(member));
    },
  );

  app.get(
    '/rooms/:room_id/online',
    presenceCall(
      'online',
      'Users connected to a room, over all protocols.',
      'token',
      ['roomNotFound'],
      { params: RoomParams, response: { 200: Answer(OnlineView) } },
    ),
    async (request) => {
      const { actor, roomId } = await inRoom(core, request, request.params);
      await access.read(actor, roomId);
      const listed = presence.online(roomId, limits.platformOnlineListedMax);
      return success(clock, {
        online_users: listed.map(({ id }) => id),
        total_online: presence.count(roomId),
      });
    },
  );
}
