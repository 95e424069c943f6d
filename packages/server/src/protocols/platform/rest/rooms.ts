import { KoineError, type Room, userKeyOf } from '@koine/contract';
import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { textUpTo } from '../../../api-spec/text-limit.ts';
import type { Actor } from '../../../core/actor.ts';
import type { List, ListQuery, RoomQuery } from '../../../core/ports/stores.ts';
import { roomDraft } from '../../../core/rooms.ts';
import { Meta, parseMeta } from '../meta.ts';
import { ownRoomId } from '../room-id.ts';
import { actorOf, assertMayBe, inRoom, userActor } from './actors.ts';
import { credentialsIn, keyIn } from './authenticate.ts';
import { callsOf, type PlatformApp, type RestDeps } from './call.ts';
import { Answer, ListAnswer, success } from './envelope.ts';
import { foldCursors, listQuery, pageOf, sliceOf } from './lists.ts';
import { NewParticipants, participantsOf } from './new-participants.ts';
import { RoomParams } from './params.ts';
import { ParticipantView, participantView, RoomView, roomView } from './views.ts';

const RoomType = Type.Enum(['public', 'private']);
const Bridged = Type.Boolean({
  description:
    'Whether the protocols of the default app may enter it too, by its uid; public rooms only',
});
const Name = Type.String({
  description: 'On one line, not blank',
  ...textUpTo('roomNameCharsMax'),
});
const Description = Type.String(textUpTo('roomDescriptionCharsMax', 0));
const NewRoomBody = Type.Object({
  name: Name,
  description: Type.Optional(Description),
  room_type: Type.Optional(RoomType),
  participants: Type.Optional(NewParticipants),
  meta: Type.Optional(Meta),
  bridged: Type.Optional(Bridged),
});
const RoomPatchBody = Type.Object({
  name: Type.Optional(Name),
  description: Type.Optional(Description),
  room_type: Type.Optional(RoomType),
  meta: Type.Optional(Meta),
  bridged: Type.Optional(Bridged),
});
const UserBody = Type.Object({
  user_id: Type.Optional(Type.String()),
  user_name: Type.Optional(Type.String()),
});

const SORTS = {
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  name: 'name',
  last_message_at: 'lastActivity',
} as const satisfies Record<string, RoomQuery['sort']>;

const call = callsOf('Platform rooms');
const one = { 200: Answer(RoomView) };
const participant = { 200: Answer(ParticipantView) };

/** An app's rooms, and joining and leaving them as a participant. */
export function roomRoutes(app: PlatformApp, { core }: RestDeps): void {
  const { rooms, members, clock, limits } = core;
  const Query = listQuery(
    ['created_at', 'updated_at', 'name', 'last_message_at'],
    limits.pageSizeMax,
    {
      room_type: Type.Optional(
        Type.Enum(['public', 'private', 'direct'], { description: 'Only rooms of this kind' }),
      ),
      user_id: Type.Optional(Type.String({ description: 'Only rooms of this participant' })),
    },
  );

  app.post(
    '/rooms',
    call(
      'createRoom',
      'Creates a room, optionally with participants.',
      'key',
      [['invalidInput', 'Only a public room can be bridged'], 'metaTooLarge'],
      { body: NewRoomBody, response: { 201: Answer(RoomView) } },
    ),
    async (request, reply) => {
      const { appId } = keyIn(request);
      const { name, description, room_type: kind = 'public', meta, bridged = false } = request.body;
      if (bridged && kind !== 'public') throw notBridgeable();
      const { owner, others } = await participantsOf(core, appId, request.body.participants ?? []);
      const actor = actorOf(request);
      const room = await rooms.create(
        owner === null ? actor : { ...actor, user: owner, key: userKeyOf(owner) },
        {
          ...roomDraft(name, { kind, bridged, members: others, isOwned: owner !== null }),
          description: description ?? '',
          meta: parseMeta(meta) ?? {},
        },
      );
      reply.status(201);
      return success(clock, roomView(room));
    },
  );

  app.get(
    '/rooms',
    call(
      'listRooms',
      'Rooms: of the app, or those that the token’s user belongs to.',
      'token',
      [],
      { querystring: Query, response: { 200: ListAnswer(RoomView) } },
    ),
    async (request) => {
      const actor = actorOf(request);
      const { query } = request;
      const credentials = credentialsIn(request);
      if (query.user_id !== undefined) assertMayBe(credentials, query.user_id);
      const ownId = credentials.kind === 'token' ? credentials.userId : null;
      const filter = {
        appId: actor.appId,
        kind: query.room_type ?? null,
        memberId: ownId ?? query.user_id ?? null,
        sort: SORTS[query.sort ?? 'created_at'],
      };
      const { items, pagination } = await pageOf(query, limits.pageSizeMax, 'desc', (page) =>
        actor.rooms === null
          ? rooms.list(actor, { ...foldCursors(page), ...filter })
          : listNamed(actor, actor.rooms, { ...foldCursors(page), ...filter }),
      );
      return { ...success(clock, items.map(roomView)), pagination };
    },
  );

  app.get(
    '/rooms/:room_id',
    call('room', 'A room.', 'token', ['roomNotFound'], { params: RoomParams, response: one }),
    async (request) => {
      const { actor, roomId: id } = await inRoom(core, request, request.params);
      return success(clock, roomView(await rooms.get(actor, { id })));
    },
  );

  app.put(
    '/rooms/:room_id',
    {
      config: { isPathExact: true },
      ...call('updateRoom', 'Changes a room.', 'token', ['roomNotFound', 'metaTooLarge'], {
        params: RoomParams,
        body: RoomPatchBody,
        response: one,
      }),
    },
    async (request) => {
      const { actor, roomId: id } = await inRoom(core, request, request.params);
      const present = await rooms.get(actor, { id });
      const patch = patchOf(present, request.body);
      return success(clock, roomView(await rooms.update(actor, id, patch)));
    },
  );

  app.delete(
    '/rooms/:room_id',
    {
      config: { isPathExact: true },
      ...call('deleteRoom', 'Deletes a room and everything in it.', 'token', ['roomNotFound'], {
        params: RoomParams,
        response: one,
      }),
    },
    async (request) => {
      const { actor, roomId: id } = await inRoom(core, request, request.params);
      const room = await rooms.get(actor, { id });
      await rooms.remove(actor, room.id);
      return success(clock, roomView(room));
    },
  );

  app.post(
    '/rooms/:room_id/join',
    call(
      'joinRoom',
      'Makes the user a participant of a public room.',
      'token',
      ['roomNotFound', 'banned'],
      { params: RoomParams, body: UserBody, response: participant },
    ),
    async (request) => {
      const actor = await participantIn(request, request.body);
      core.budgets.charge('membership', actor);
      const roomId = await ownRoomId(core, actor.appId, request.params.room_id);
      return success(clock, participantView(await members.join(actor, roomId)));
    },
  );

  app.post(
    '/rooms/:room_id/leave',
    call(
      'leaveRoom',
      'Removes the user from a room’s participants.',
      'token',
      ['roomNotFound', 'memberNotFound'],
      { params: RoomParams, body: UserBody, response: participant },
    ),
    async (request) => {
      const actor = await participantIn(request, request.body);
      const roomId = await ownRoomId(core, actor.appId, request.params.room_id);
      const member = await members.get(actor, roomId, actor.user);
      await members.leave(actor, roomId);
      return success(clock, participantView(member));
    },
  );

  function participantIn(request: FastifyRequest, body: Static<typeof UserBody>) {
    const { user_id: id, user_name: name = null } = body;
    return userActor(core, request, { id, name, field: 'user_id', nameField: 'user_name' });
  }

  /** A token that names its rooms names few: they are read one by one. */
  async function listNamed(
    actor: Actor,
    ids: readonly string[],
    query: ListQuery & Pick<RoomQuery, 'kind' | 'sort'>,
  ): Promise<List<Room>> {
    const found = await Promise.all(ids.map((id) => readable(actor, id)));
    const sorted = found
      .filter((room) => room !== null)
      .filter(({ kind }) => query.kind === null || kind === query.kind)
      .toSorted(byKey(query.sort));
    return sliceOf(query.order === 'asc' ? sorted : sorted.toReversed(), query, ({ id }) => id);
  }

  async function readable(actor: Actor, id: string): Promise<Room | null> {
    try {
      return await rooms.get(actor, { id });
    } catch (error) {
      if (error instanceof KoineError && error.status < 500) return null;
      throw error;
    }
  }
}

function patchOf(present: Room, body: Static<typeof RoomPatchBody>) {
  const { name, description, room_type: kind } = body;
  if (kind !== undefined && present.kind === 'direct')
    throw new KoineError('invalidInput', { field: 'room_type' }, 'A direct room stays one');
  if (body.bridged === true && (kind ?? present.kind) !== 'public') throw notBridgeable();
  const bridged = kind === 'private' ? false : body.bridged;
  const meta = parseMeta(body.meta);
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(kind !== undefined && { kind }),
    ...(meta !== null && { meta }),
    ...(bridged !== undefined && { bridged }),
  };
}

function notBridgeable(): KoineError {
  return new KoineError('invalidInput', { field: 'bridged' }, 'Only a public room can be bridged');
}

function byKey(sort: RoomQuery['sort']): (a: Room, b: Room) => number {
  const keyOf = (room: Room): string | number => {
    if (sort === 'name') return room.name.toLowerCase();
    if (sort === 'lastActivity') return room.lastMessageAt ?? room.createdAt;
    return room[sort];
  };
  return (a, b) => {
    const [first, second] = [keyOf(a), keyOf(b)];
    if (first === second) return a.id < b.id ? -1 : 1;
    return first < second ? -1 : 1;
  };
}
