import {
  DEFAULT_APP_ID,
  KoineError,
  type Sanction,
  type Sender,
  type UserRef,
  userKeyOf,
} from '@koine/contract';
import { type Actor, ANYONE } from '../../core/actor.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import { isOwner } from '../../core/room-rules.ts';
import { targetOf, userUnder } from '../../core/sanctions.ts';
import { isLongerThan } from '../../core/text.ts';
import { senderOf } from '../../core/users.ts';
import { badRequest } from './words.ts';

export const DEFAULT_BAN_MS = 86_400_000;
const REASON_CHARS_MAX = 500;
const SHOWN_CHARS = 64;

/** The rejection of a text that is no duration. */
export function invalidDuration(text: string): KoineError {
  return badRequest(`Invalid duration: ${text.slice(0, SHOWN_CHARS)}`, 'duration');
}

/**
 * Whom an id means in a room, where another app's user may have the same: an account, else the built-in app's user who is there
 * or has written there, else the room's app's user who has, or is there. `null`: no user.
 */
export async function findUserIn(
  core: ProtocolCore,
  actor: Actor,
  roomId: string,
  id: string,
): Promise<Sender | null> {
  const account = await core.users.find(ANYONE, id);
  const online = core.presence.online(roomId).filter((sender) => sender.id === id);
  const present = account === null ? ofBuiltInApp(online) : senderOf(account);
  if (present !== undefined) return present;
  return (await core.authorMessages.senderIn(actor, roomId, id)) ?? online[0] ?? null;
}

/** Of those whom an id may mean, the one who comes first. */
export function ofBuiltInApp<Ref extends UserRef>(users: readonly Ref[]): Ref | undefined {
  return users.find(({ appId }) => appId === DEFAULT_APP_ID);
}

/** Who is banned from the room now, addresses left out. Rejects as `Moderation.list`. */
export async function bannedFrom(
  core: ProtocolCore,
  actor: Actor,
  roomId: string,
): Promise<UserRef[]> {
  const bans = (await core.moderation.list(actor, roomId)).filter(({ kind }) => kind === 'ban');
  return bans.map(userUnder).filter((user) => user !== null);
}

/** Rejects as `Moderation.sanction`, or with `invalidInput` (reason). */
export async function ban(
  core: ProtocolCore,
  actor: Actor,
  roomId: string,
  draft: { readonly user: UserRef; readonly durationMs: number; readonly reason: string },
): Promise<Sanction> {
  if (isLongerThan(draft.reason, REASON_CHARS_MAX))
    throw badRequest(`reason is too long (max ${REASON_CHARS_MAX} characters)`, 'reason');
  const { room } = await core.access.read(actor, roomId);
  return core.moderation.sanction(actor, roomId, {
    kind: 'ban',
    target: targetOf(draft.user, room.appId),
    durationMs: draft.durationMs,
    reason: draft.reason,
  });
}

/** Rejects as `Moderation.lift`. */
export async function unban(
  core: ProtocolCore,
  actor: Actor,
  roomId: string,
  user: UserRef,
): Promise<Sanction> {
  const { room } = await core.access.read(actor, roomId);
  return core.moderation.lift(actor, roomId, 'ban', targetOf(user, room.appId));
}

/** Owner or root. No error if the user is no moderator. */
export async function demote(
  core: ProtocolCore,
  actor: Actor,
  roomId: string,
  user: UserRef & { readonly name: string },
): Promise<void> {
  const rules = await core.access.read(actor, roomId);
  if (!isOwner(actor, rules)) throw new KoineError('forbidden');
  if (rules.staff.get(userKeyOf(user)) !== 'moderator') return;
  await core.members.promote(actor, roomId, user, 'member');
}
