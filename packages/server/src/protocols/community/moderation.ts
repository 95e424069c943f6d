import { KoineError, type Sanction, type Sender, type UserRef, userKeyOf } from '@koine/contract';
import type { Actor } from '../../core/actor.ts';
import type { Core } from '../../core/core.ts';
import { isOwner } from '../../core/room-rules.ts';
import { targetOf } from '../../core/sanctions.ts';
import { isLongerThan } from '../../core/text.ts';
import { badRequest } from './words.ts';

export const DEFAULT_BAN = '1d';
const REASON_CHARS_MAX = 500;
const SHOWN_CHARS = 64;

/** The refusal of a text that is no duration. */
export function invalidDuration(text: string): KoineError {
  return badRequest(`Invalid duration: ${text.slice(0, SHOWN_CHARS)}`, 'duration');
}

/**
 * Who wrote in the room under this id, with an account or from another protocol, and may have left since: as they were called
 * then; `null`: nobody.
 */
export async function authorById(
  core: Core,
  actor: Actor,
  roomId: string,
  id: string,
): Promise<Sender | null> {
  const author = await core.authorMessages.authorIn(actor, roomId, id);
  const page = { author, roomId, limit: 1, after: null };
  return (await core.authorMessages.page(page)).messages[0]?.sender ?? null;
}

/** Rejects as `Moderation.sanction`, or with `invalidInput` (reason). */
export async function ban(
  core: Core,
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
  core: Core,
  actor: Actor,
  roomId: string,
  user: UserRef,
): Promise<Sanction> {
  const { room } = await core.access.read(actor, roomId);
  return core.moderation.lift(actor, roomId, 'ban', targetOf(user, room.appId));
}

/** Owner or root. Rejects with `forbidden`. */
export async function promote(
  core: Core,
  actor: Actor,
  roomId: string,
  user: UserRef & { readonly name: string },
): Promise<void> {
  await core.members.promote(actor, roomId, user, 'moderator');
}

/** Owner or root. No error if the user is no moderator. */
export async function demote(
  core: Core,
  actor: Actor,
  roomId: string,
  user: UserRef & { readonly name: string },
): Promise<void> {
  const rules = await core.access.read(actor, roomId);
  if (!isOwner(actor, rules)) throw new KoineError('forbidden');
  if (rules.staff.get(userKeyOf(user)) !== 'moderator') return;
  await core.members.promote(actor, roomId, user, 'member');
}
