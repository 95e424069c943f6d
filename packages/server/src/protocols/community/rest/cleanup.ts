import type { UserRef } from '@koine/contract';
import type { Actor } from '../../../core/actor.ts';
import type { CommunityContext } from '../context.ts';
import { ban } from '../moderation.ts';
import { badRequest } from '../words.ts';
import type { Call, CallInput } from './call.ts';
import { CleanedUp, Cleanup, RoomParams } from './schema.ts';

/** What a spammer wrote in a room, removed by those who keep order there. */
export const cleanupCall: Call = {
  id: 'cleanUp',
  auth: 'required',
  about:
    'Deletes a user’s messages in a room, recent or all, and optionally bans the user (owner, moderators, root).',
  params: RoomParams,
  errors: [
    ['invalidInput', 'Missing parameter: last'],
    'forbidden',
    'roomNotFound',
    'messageNotFound',
  ],
  body: Cleanup,
  response: CleanedUp,
  async run(input, context, { actor }) {
    const { core } = context;
    const { id: roomId } = await core.rooms.findPublic(input.param('uid'));
    const ageMs = ageOf(input);
    const durationMs = input.body.duration('ban');
    const author = await authorOf(input, actor, roomId, context);
    // Banned first, so that nothing comes behind.
    if (durationMs !== null)
      await ban(core, actor, roomId, {
        user: author,
        durationMs,
        reason: input.body.text('reason') ?? '',
      });
    const { deleted } = await core.authorMessages.delete(actor, author, {
      roomId,
      ageMs,
      ids: null,
    });
    return { success: true, deleted };
  },
};

async function authorOf(
  { body }: CallInput,
  actor: Actor,
  roomId: string,
  { core }: CommunityContext,
): Promise<UserRef> {
  const number = body.count('message');
  if (typeof number === 'number') {
    const { sender, id } = await core.messages.locate(actor, { number });
    // Of this room, or it is not there.
    await core.messages.get(actor, roomId, id);
    return sender;
  }
  const uid = body.text('user') ?? '';
  if (uid === '') throw badRequest('Missing parameter: message', 'message');
  return core.authorMessages.authorIn(actor, roomId, uid);
}

/** `null`: of any age, which must be explicit. */
function ageOf({ body }: CallInput): number | null {
  if (body.get('last') === 'all') return null;
  const ageMs = body.duration('last');
  if (ageMs === null) throw badRequest('Missing parameter: last', 'last');
  return ageMs;
}
