import { DEFAULT_APP_ID, KoineError, type Sanction, type UserRef } from '@koine/contract';
import type { CallError } from '../../../api-spec/rest.ts';
import type { Actor } from '../../../core/actor.ts';
import { userUnder } from '../../../core/sanctions.ts';
import { wireRoom } from '../codec.ts';
import type { CommunityContext } from '../context.ts';
import {
  ban,
  bannedFrom,
  DEFAULT_BAN_MS,
  demote,
  findUserIn,
  ofBuiltInApp,
  unban,
} from '../moderation.ts';
import { badRequest } from '../words.ts';
import type { CallInput, Calls } from './call.ts';
import { cleanupCall } from './cleanup.ts';
import { Accepted, Bans, Done, InRoom, NewBan, Unban, UserParams } from './schema.ts';

const ROLE_ERRORS: readonly CallError[] = [
  ['invalidInput', 'Missing parameter: room'],
  'forbidden',
  'roomNotFound',
  'userNotFound',
];

/** Moderators and bans. */
export const moderationCalls: Calls = {
  'POST /users/:uid/mod': {
    id: 'makeModerator',
    auth: 'required',
    about: 'Makes a user a moderator of a room (owner or root).',
    params: UserParams,
    errors: ROLE_ERRORS,
    body: InRoom,
    response: Accepted,
    async run(input, context, { actor }) {
      const { roomId, user, member } = await roomAndMember(input, context, actor);
      context.view.profiles.record(user);
      await context.core.members.promote(actor, roomId, member, 'moderator');
      return { status: '202 Accepted' };
    },
  },
  'POST /users/:uid/unmod': {
    id: 'unmakeModerator',
    auth: 'required',
    about: 'Removes a moderator of a room (owner or root).',
    params: UserParams,
    errors: ROLE_ERRORS,
    body: InRoom,
    response: Accepted,
    async run(input, context, { actor }) {
      const { roomId, member } = await roomAndMember(input, context, actor);
      await demote(context.core, actor, roomId, member);
      return { status: '202 Accepted' };
    },
  },
  'POST /bans': {
    id: 'ban',
    auth: 'required',
    about: 'Bans a user from a room, for a time or permanently (owner, moderators, root).',
    errors: [
      ['invalidInput', 'Missing parameter: user'],
      'forbidden',
      'roomNotFound',
      'userNotFound',
    ],
    body: NewBan,
    response: Done,
    async run(input, context, { actor }) {
      const { body } = input;
      const roomId = await roomOf(body.text('room'), context);
      const user = await someone(body.text('user'), actor, roomId, context);
      const durationMs = body.duration('duration') ?? DEFAULT_BAN_MS;
      const reason = body.text('reason') ?? '';
      await ban(context.core, actor, roomId, { user, durationMs, reason });
      return { message: 'Success' };
    },
  },
  'POST /unban': {
    id: 'unban',
    auth: 'required',
    about: 'Ends a ban (owner, moderators, root).',
    errors: [
      ['invalidInput', 'Missing user= or room= parameters'],
      'forbidden',
      'roomNotFound',
      'sanctionNotFound',
    ],
    body: Unban,
    response: Done,
    async run(input, context, { actor }) {
      const roomId = await roomOf(input.body.text('room'), context);
      const userId = input.body.text('user') ?? '';
      if (userId === '') throw badRequest('Missing user= or room= parameters');
      const banned = await bannedUser(userId, actor, roomId, context);
      await unban(context.core, actor, roomId, banned);
      return { message: 'Success' };
    },
  },
  'GET /bans': {
    id: 'listBans',
    auth: 'required',
    about: 'The bans in force in a room (owner, moderators, root).',
    errors: [['invalidInput', 'Missing parameter: room'], 'forbidden', 'roomNotFound'],
    query: InRoom,
    response: Bans,
    async run(input, context, { actor }) {
      const roomId = await roomOf(input.query.text('room'), context);
      const sanctions = await context.core.moderation.list(actor, roomId);
      const { room } = await context.core.roomRules.require(roomId);
      const bans = sanctions.filter(
        (sanction) => sanction.kind === 'ban' && userUnder(sanction) !== null,
      );
      return {
        error: null,
        room: wireRoom(room),
        bans: await Promise.all(bans.map((sanction) => showBan(sanction, roomId, context))),
      };
    },
  },
  'POST /rooms/:uid/cleanup': cleanupCall,
};

/** Stands where a sanction turns out to be on an address, which none of those shown is. */
const NO_USER: UserRef = { appId: DEFAULT_APP_ID, id: '' };

async function roomOf(uid: string | undefined, { core }: CommunityContext): Promise<string> {
  if (uid === undefined || uid === '') throw badRequest('Missing parameter: room', 'room');
  return (await core.rooms.findPublic(uid)).id;
}

/** Whose role is to change, and where. */
async function roomAndMember(input: CallInput, context: CommunityContext, actor: Actor) {
  const roomId = await roomOf(input.body.text('room'), context);
  const user = await context.core.users.get(actor, input.param('uid'));
  return { roomId, user, member: { ...refOf(user), name: user.displayName } };
}

/** Somebody with an account, or from another protocol, who is in the room or has written there. Rejects with `userNotFound`. */
async function someone(
  uid: string | undefined,
  actor: Actor,
  roomId: string,
  { core }: CommunityContext,
): Promise<UserRef> {
  if (uid === undefined || uid === '') throw badRequest('Missing parameter: user', 'user');
  const person = await findUserIn(core, actor, roomId, uid);
  if (person === null) throw new KoineError('userNotFound');
  return refOf(person);
}

/** Who is banned under that id: an account before a user of the room's app. */
async function bannedUser(
  uid: string,
  actor: Actor,
  roomId: string,
  { core }: CommunityContext,
): Promise<UserRef> {
  const banned = (await bannedFrom(core, actor, roomId)).filter(({ id }) => id === uid);
  return ofBuiltInApp(banned) ?? banned[0] ?? { appId: DEFAULT_APP_ID, id: uid };
}

function refOf({ appId, id }: UserRef): UserRef {
  return { appId, id };
}

async function showBan(sanction: Sanction, roomId: string, { view }: CommunityContext) {
  const { until, reason, byUserId: by, createdAt: created } = sanction;
  const person = await view.profiles.lookUp(userUnder(sanction) ?? NO_USER);
  return { user: view.user(person, roomId), until, reason, by, created };
}
