import { KoineError, type Room } from '@koine/contract';
import { ANYONE } from '../../../core/actor.ts';
import type { RoomPatch } from '../../../core/ports/stores.ts';
import { roomDraft } from '../../../core/rooms.ts';
import { wireRoom } from '../codec.ts';
import type { CommunityContext } from '../context.ts';
import { LISTED_MAX } from '../room-users.ts';
import { parseSlowMode } from '../slow-mode.ts';
import { badRequest } from '../words.ts';
import type { CallInput, Calls } from './call.ts';
import { pageOf } from './page.ts';
import {
  NewRoom,
  OneRoom,
  OnlineUsers,
  PageQuery,
  RoomParams,
  RoomPatchBody,
  Rooms,
  Succeeded,
  UpdatedRoom,
} from './schema.ts';

/** Rooms, and who is in them. */
export const roomCalls: Calls = {
  'POST /rooms': {
    id: 'createRoom',
    auth: 'required',
    about: 'Creates a public room; the caller becomes its owner.',
    errors: [['invalidInput', 'Missing parameter: name']],
    body: NewRoom,
    response: OneRoom,
    async run(input, { core, limits }, { actor }) {
      const name = input.body.text('name') ?? '';
      if (name === '') throw badRequest('Missing parameter: name', 'name');
      const isDescribed = (input.body.get('description') ?? null) !== null;
      const room = await core.rooms.create(
        actor,
        roomDraft(name, {
          description: (isDescribed && textIn(input.body, 'description')) || '',
          slowModeSeconds: limits.communitySlowModeMinSeconds,
          isOwned: true,
        }),
      );
      return { room: wireRoom(room) };
    },
  },
  'GET /rooms': {
    id: 'listRooms',
    auth: 'none',
    about: 'Public rooms, most recent activity first.',
    errors: [['invalidInput', 'Invalid page']],
    query: PageQuery,
    response: Rooms,
    async run({ query }, { core }) {
      const { page, limit } = pageOf(query, core.limits);
      const { items, total } = await core.rooms.list(ANYONE, {
        appId: null,
        kind: null,
        memberId: null,
        sort: 'lastActivity',
        order: 'desc',
        limit,
        offset: (page - 1) * limit,
        after: null,
        before: null,
      });
      return { error: null, rooms: items.map(wireRoom), page, limit, total };
    },
  },
  'GET /rooms/:uid': {
    id: 'room',
    auth: 'none',
    about: 'A public room.',
    params: RoomParams,
    errors: ['roomNotFound', 'banned'],
    response: OneRoom,
    run: async (input, context) => ({ room: wireRoom(await readRoom(input, context)) }),
  },
  'PATCH /rooms/:uid': {
    id: 'updateRoom',
    isPathExact: true,
    auth: 'required',
    about: 'Changes a room (owner or root).',
    params: RoomParams,
    errors: [
      ['invalidInput', 'Missing name=, description= or slow_mode= parameters'],
      'forbidden',
      'roomNotFound',
    ],
    body: RoomPatchBody,
    response: UpdatedRoom,
    async run(input, context, { actor }) {
      const { id } = await context.core.rooms.findPublic(input.param('uid'));
      const room = await context.core.rooms.update(actor, id, patchOf(input, context));
      return { status: 200, room: wireRoom(room) };
    },
  },
  'DELETE /rooms/:uid': {
    id: 'deleteRoom',
    isPathExact: true,
    auth: 'required',
    about: 'Deletes a room and everything in it (owner or root).',
    params: RoomParams,
    errors: ['forbidden', 'roomNotFound'],
    response: Succeeded,
    async run(input, { core }, { actor }) {
      const { id } = await core.rooms.findPublic(input.param('uid'));
      await core.rooms.remove(actor, id);
      return { success: true };
    },
  },
  'GET /rooms/:uid/users': {
    id: 'roomUsers',
    auth: 'none',
    about: 'Users online in a room.',
    params: RoomParams,
    errors: ['roomNotFound', 'banned'],
    response: OnlineUsers,
    async run(input, context) {
      const room = await readRoom(input, context);
      // So that roles in the room can be shown.
      await context.core.roomRules.require(room.id);
      const users = context.view.online(room.id, LISTED_MAX);
      const count = context.core.presence.count(room.id);
      const more = count > users.length ? { count } : {};
      return { error: null, room: wireRoom(room), users, ...more };
    },
  },
};

/** The public room that the URL names. Anybody may read it, unless their address is banned. */
export async function readRoom(
  input: CallInput,
  { accounts, core }: CommunityContext,
): Promise<Room> {
  const { id } = await core.rooms.findPublic(input.param('uid'));
  return core.rooms.get(accounts.reader(input.visit.ip), { id });
}

function patchOf({ body }: CallInput, { limits }: CommunityContext): RoomPatch {
  const name = textIn(body, 'name');
  const description = textIn(body, 'description');
  const slowMode = body.get('slow_mode');
  const patch = {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(slowMode !== undefined && { slowModeSeconds: parseSlowMode(slowMode, limits) }),
  };
  if (Object.keys(patch).length === 0)
    throw badRequest('Missing name=, description= or slow_mode= parameters');
  return patch;
}

function textIn(body: CallInput['body'], name: string): string | undefined {
  if (body.get(name) === undefined) return undefined;
  const text = body.text(name);
  if (text === undefined) throw new KoineError('invalidInput', { field: name }, `Invalid ${name}`);
  return text;
}
