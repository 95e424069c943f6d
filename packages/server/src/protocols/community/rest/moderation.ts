import { DEFAULT_APP_ID, type Sanction } from '@koine/contract';
import { parseDuration } from '../../../core/duration.ts';
import { wireRoom } from '../codec.ts';
import type { CommunityContext } from '../context.ts';
import { ban, DEFAULT_BAN, demote, invalidDuration, promote, unban } from '../moderation.ts';
import { badRequest } from '../words.ts';
import type { Call, CallInput } from './call.ts';
import { Accepted, Bans, Done, InRoom, NewBan, Unban, UserParams } from './schema.ts';

/** Who keeps order, and who is kept from writing. */
export const moderationCalls: readonly Call[] = [
  {
    method: 'POST',
    url: '/users/:uid/mod',
    id: 'makeModerator',
    caller: 'needed',
    about: 'Makes somebody a moderator of a room (owner or root).',
    params: UserParams,
    refuses: [
      ['invalidInput', 'Missing parameter: room'],
      'forbidden',
      'roomNotFound',
      'userNotFound',
    ],
    body: InRoom,
    answers: Accepted,
    async run(input, context) {
      const { actor } = await input.needCaller();
      const roomId = await roomOf(input.body.text('room'), context);
      const user = await context.core.users.get(DEFAULT_APP_ID, input.param('uid'));
      context.view.people.note(user);
      await promote(context.core, actor, roomId, { id: user.id, name: user.displayName });
      return { status: '202 Accepted' };
    },
  },
  {
    method: 'POST',
    url: '/users/:uid/unmod',
    id: 'unmakeModerator',
    caller: 'needed',
    about: 'Takes that back (owner or root).',
    params: UserParams,
    refuses: [
      ['invalidInput', 'Missing parameter: room'],
      'forbidden',
      'roomNotFound',
      'userNotFound',
    ],
    body: InRoom,
    answers: Accepted,
    async run(input, context) {
      const { actor } = await input.needCaller();
      const roomId = await roomOf(input.body.text('room'), context);
      const user = await context.core.users.get(DEFAULT_APP_ID, input.param('uid'));
      await demote(context.core, actor, roomId, { id: user.id, name: user.displayName });
      return { status: '202 Accepted' };
    },
  },
  {
    method: 'POST',
    url: '/bans',
    id: 'ban',
    caller: 'needed',
    about: 'Keeps somebody from writing in a room for a while (owner, moderators, root).',
    refuses: [
      ['invalidInput', 'Missing parameter: user'],
      'forbidden',
      'roomNotFound',
      'userNotFound',
    ],
    body: NewBan,
    answers: Done,
    async run(input, context) {
      const { actor } = await input.needCaller();
      const { body } = input;
      const roomId = await roomOf(body.text('room'), context);
      const userId = await bannable(body.text('user'), roomId, context);
      const durationMs = durationOf(input);
      const reason = body.text('reason') ?? '';
      await ban(context.core, actor, roomId, { userId, durationMs, reason });
      return { message: 'Success' };
    },
  },
  {
    method: 'POST',
    url: '/unban',
    id: 'unban',
    caller: 'needed',
    about: 'Lifts a ban (owner, moderators, root).',
    refuses: [
      ['invalidInput', 'Missing user= or room= parameters'],
      'forbidden',
      'roomNotFound',
      'sanctionNotFound',
    ],
    body: Unban,
    answers: Done,
    async run(input, context) {
      const { actor } = await input.needCaller();
      const roomId = await roomOf(input.body.text('room'), context);
      const userId = input.body.text('user') ?? '';
      if (userId === '') throw badRequest('Missing user= or room= parameters');
      await unban(context.core, actor, roomId, userId);
      return { message: 'Success' };
    },
  },
  {
    method: 'GET',
    url: '/bans',
    id: 'listBans',
    caller: 'needed',
    about: 'The bans in force in a room (owner, moderators, root).',
    refuses: [['invalidInput', 'Missing parameter: room'], 'forbidden', 'roomNotFound'],
    query: InRoom,
    answers: Bans,
    async run(input, context) {
      const { actor } = await input.needCaller();
      const roomId = await roomOf(input.query.text('room'), context);
      const sanctions = await context.core.moderation.list(actor, roomId);
      const { room } = await context.core.roomRules.need(roomId);
      const bans = sanctions.filter(
        ({ kind, target }) => kind === 'ban' && target.startsWith(USER),
      );
      return {
        error: null,
        room: wireRoom(room),
        bans: await Promise.all(bans.map((sanction) => showBan(sanction, roomId, context))),
      };
    },
  },
];

const USER = 'user:';

async function roomOf(uid: string | undefined, { core }: CommunityContext): Promise<string> {
  if (uid === undefined || uid === '') throw badRequest('Missing parameter: room', 'room');
  return (await core.rooms.findPublic(uid)).id;
}

/** Somebody with an account, or who is in the room from another protocol. Rejects with `userNotFound`. */
async function bannable(
  uid: string | undefined,
  roomId: string,
  { core }: CommunityContext,
): Promise<string> {
  if (uid === undefined || uid === '') throw badRequest('Missing parameter: user', 'user');
  if (core.presence.online(roomId).some(({ id }) => id === uid)) return uid;
  return (await core.users.get(DEFAULT_APP_ID, uid)).id;
}

function durationOf({ body }: CallInput): number {
  const given = body.get('duration') ?? '';
  const text = given === '' ? DEFAULT_BAN : given;
  const durationMs = typeof text === 'string' ? parseDuration(text) : null;
  if (durationMs === null) throw invalidDuration(typeof text === 'string' ? text : '');
  return durationMs;
}

async function showBan(
  { target, until, reason, byUserId: by, createdAt: created }: Sanction,
  roomId: string,
  { view }: CommunityContext,
) {
  const person = await view.people.lookUp(target.slice(USER.length));
  return { user: view.user(person, roomId), until, reason, by, created };
}
