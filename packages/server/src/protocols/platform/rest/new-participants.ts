import { KoineError, type Sender } from '@koine/contract';
import Type, { type Static } from 'typebox';
import { systemActor } from '../../../core/actor.ts';
import { parseUserId } from '../../../core/ids.ts';
import type { ProtocolCore } from '../../../core/protocol-core.ts';
import type { RoomDraft } from '../../../core/rooms.ts';
import { parseName } from '../../../core/text.ts';

const PARTICIPANTS_MAX = 1000;

/** Whom a new room begins with: user ids, or a little more of each. */
export const NewParticipants = Type.Array(
  Type.Union([
    Type.String(),
    Type.Object({
      user_id: Type.String(),
      user_name: Type.Optional(Type.String()),
      role: Type.Optional(Type.Enum(['owner', 'moderator', 'member'])),
    }),
  ]),
  { maxItems: PARTICIPANTS_MAX },
);

export interface Participants {
  readonly owner: Sender | null;
  readonly others: RoomDraft['members'];
}

/** Rejects with `invalidInput` (field `participants`) for bad ids and names, the same user twice, or a second owner. */
export async function participantsOf(
  core: ProtocolCore,
  appId: string,
  given: Static<typeof NewParticipants>,
): Promise<Participants> {
  const named = await Promise.all(
    given.map(async (item) => {
      const {
        user_id,
        user_name,
        role = 'member',
      } = typeof item === 'string' ? { user_id: item } : item;
      const userId = parseUserId(user_id, 'participants');
      return { userId, userName: await nameOf(core, appId, userId, user_name), role };
    }),
  );
  if (new Set(named.map(({ userId }) => userId)).size < named.length)
    throw invalid('participants names a user twice');
  const [owner, ...more] = named.filter(({ role }) => role === 'owner');
  if (more.length > 0) throw invalid('participants names more than one owner');
  const others = named.filter(({ role }) => role !== 'owner');
  if (owner === undefined) return { owner: null, others };
  const { userId: id, userName: name } = owner;
  return { owner: { id, appId, name, avatarUrl: null, kind: 'external' }, others };
}

/** As the call says, else as registered, else the id. */
export async function nameOf(
  core: ProtocolCore,
  appId: string,
  userId: string,
  given: string | undefined,
): Promise<string> {
  if (given !== undefined && given !== '')
    return parseName(given, 'user_name', core.limits.nameCharsMax);
  return (await core.users.find(systemActor(appId), userId))?.displayName ?? userId;
}

function invalid(text: string): KoineError {
  return new KoineError('invalidInput', { field: 'participants' }, text);
}
