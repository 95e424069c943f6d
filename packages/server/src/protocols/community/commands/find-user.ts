import { type KoineError, type Sender, type User, userKeyOf } from '@koine/contract';
import { type Actor, ANYONE } from '../../../core/actor.ts';
import type { CommunityContext } from '../context.ts';
import { findUserIn, ofBuiltInApp } from '../moderation.ts';
import { badRequest } from '../words.ts';

/** Somebody a command is about: with an account, or a guest of another protocol. */
export interface Target {
  readonly id: string;
  readonly appId: string;
  readonly name: string;
  /** The username, where there is one. */
  readonly username: string | null;
}

const PARTIAL_CHARS_MIN = 3;
const MATCHES_MAX = 20;
/** So far back somebody has written lately. */
const RECENT_MESSAGES = 100;
const NAMED_MAX = 5;

/**
 * Whom USER means: a uid; else a whole username or display name; else, from three characters on, a part of the name of somebody
 * who is in the room or wrote there lately. Letters' case does not matter. Of accounts that have nothing to do with the room
 * nothing is learnt but that somebody is called so, which registering tells too: anyone who makes a room is its moderator.
 * Rejects with `invalidInput` when no user or more than one fits.
 */
export async function findUser(
  name: string,
  actor: Actor,
  roomId: string,
  context: CommunityContext,
): Promise<Target> {
  const byUid = await findUserIn(context.core, actor, roomId, name);
  if (byUid !== null) return shown(byUid, context);
  const online = onlineIn(roomId, context);
  const nearby = [...online, ...(await authorsIn(actor, roomId, context))];
  const partly = (targets: readonly Target[]) =>
    name.length < PARTIAL_CHARS_MIN ? [] : targets.filter((target) => isPartlyNamed(target, name));
  const attempts = [
    nearby.filter((target) => isNamed(target, name)),
    await accountsNamed(name, context),
    partly(online),
    partly(nearby),
  ];
  for (const targets of attempts) {
    const one = theOne(targets, name);
    if (one !== null) return one;
  }
  throw noSuchUser(name);
}

/** The one of these whom `name` means, by uid, name or part of it; `null`: none. Rejects with `invalidInput` when several fit. */
export function pickTarget(targets: readonly Target[], name: string): Target | null {
  const byUid = targets.filter(({ id }) => id === name);
  if (byUid[0] !== undefined) return ofBuiltInApp(byUid) ?? byUid[0];
  const whole = theOne(
    targets.filter((target) => isNamed(target, name)),
    name,
  );
  if (whole !== null || name.length < PARTIAL_CHARS_MIN) return whole;
  return theOne(
    targets.filter((target) => isPartlyNamed(target, name)),
    name,
  );
}

export function noSuchUser(name: string): KoineError {
  return badRequest(`No such user found: "${name}"`);
}

export function targetOf({ id, appId, displayName, username }: User): Target {
  return { id, appId, name: displayName, username };
}

function shown(sender: Sender, { view }: CommunityContext): Target {
  const { id, appId, name } = view.profiles.of(sender);
  return { id, appId, name, username: null };
}

/** Who wrote there lately. */
async function authorsIn(
  actor: Actor,
  roomId: string,
  context: CommunityContext,
): Promise<Target[]> {
  const { messages } = await context.core.messages.history(actor, {
    roomId,
    direction: 'older',
    before: null,
    after: null,
    limit: RECENT_MESSAGES,
    skip: 0,
    withDeleted: true,
  });
  return messages.map(({ sender }) => shown(sender, context));
}

function onlineIn(roomId: string, context: CommunityContext): Target[] {
  return context.core.presence.online(roomId).map((sender) => shown(sender, context));
}

/** Accounts of this whole name. */
async function accountsNamed(name: string, { core }: CommunityContext): Promise<Target[]> {
  const exact = await core.users.findByUsername(ANYONE, name);
  const { items } =
    name.length < PARTIAL_CHARS_MIN
      ? { items: [] }
      : await core.users.list(ANYONE, {
          limit: MATCHES_MAX,
          offset: 0,
          after: null,
          before: null,
          order: 'asc',
          nameContains: name,
        });
  const found = [...(exact === null ? [] : [exact]), ...items].map(targetOf);
  return found.filter((target) => isNamed(target, name));
}

function isNamed({ name, username }: Target, wanted: string): boolean {
  return [name, username].some((own) => own?.toLowerCase() === wanted.toLowerCase());
}

function isPartlyNamed({ name, username }: Target, part: string): boolean {
  return [name, username].some((own) => own?.toLowerCase().includes(part.toLowerCase()));
}

function theOne(targets: readonly Target[], name: string): Target | null {
  const distinct = [...new Map(targets.map((target) => [userKeyOf(target), target])).values()];
  if (distinct.length <= 1) return distinct[0] ?? null;
  const named = distinct.slice(0, NAMED_MAX).map((target) => `${target.name} (${target.id})`);
  const more = distinct.length > named.length ? ' …' : '';
  throw badRequest(`More than one user matches "${name}": ${named.join(', ')}${more}`);
}
