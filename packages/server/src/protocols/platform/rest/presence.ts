import Type from 'typebox';
import { ownRoomId } from '../room-id.ts';
import { actorOf } from './actors.ts';
import type { PlatformApp, RestDeps } from './app.ts';
import { Answer, success } from './envelope.ts';
import { RoomParams } from './params.ts';
import { words } from './words.ts';

const OnlineView = Type.Object({
  online_users: Type.Array(Type.String(), {
    description: 'If there are very many, the first to connect',
  }),
  total_online: Type.Integer(),
});

/** Who is connected now, over all protocols. */
export function presenceRoutes(app: PlatformApp, { core, limits }: RestDeps): void {
  const { access, presence, clock } = core;

  app.get(
    '/rooms/:room_id/online',
    {
      schema: {
        ...words(
          'Platform presence',
          'online',
          'Users connected to a room, over all protocols.',
          'token',
          ['roomNotFound'],
        ),
        params: RoomParams,
        response: { 200: Answer(OnlineView) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const roomId = await ownRoomId(core, actor.appId, request.params.room_id);
      await access.read(actor, roomId);
      const listed = presence.online(roomId, limits.platformOnlineListedMax);
      return success(clock, {
        online_users: listed.map(({ id }) => id),
        total_online: presence.count(roomId),
      });
    },
  );
}
