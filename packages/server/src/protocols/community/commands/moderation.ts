import { DEFAULT_APP_ID, KoineError } from '@koine/contract';
import { type Actor, ANYONE } from '../../../core/actor.ts';
import { parseDuration } from '../../../core/duration.ts';
import { isOwner, isStaff, type RoomRules } from '../../../core/room-rules.ts';
import type { CommunityContext } from '../context.ts';
import { humanDuration } from '../human-duration.ts';
import { ban, bannedFrom, DEFAULT_BAN_MS, demote, invalidDuration, unban } from '../moderation.ts';
import { badRequest } from '../words.ts';
import type { CommandHost, Commands } from './command.ts';
import { findUser, noSuchUser, pickTarget, type Target } from './find-user.ts';
import { takeWord, unquote } from './parse.ts';

/** For those who keep order. */
export const moderationCommands = {
  ban: {
    usage: '!ban USER [DURATION=1d] [REASON]',
    about: 'keeps somebody from writing here (moderators)',
    async run(rest, host, context) {
      const { word: name, rest: more } = takeWord(rest);
      if (name === '') throw badRequest('Usage: !ban USER [DURATION=1d] [REASON]');
      const { durationMs, reason } = parseSentence(more);
      const { actor, roomId } = await asStaff(host, context);
      const target = await findUser(name, actor, roomId, context);
      await ban(context.core, actor, roomId, { user: target, durationMs, reason });
      host.sendSystem('success', `${target.name} is banned for ${humanDuration(durationMs)}`);
    },
  },
  unban: {
    usage: '!unban USER',
    about: 'lifts a ban (moderators)',
    async run(rest, host, context) {
      const { word: name } = takeWord(rest);
      if (name === '') throw badRequest('Usage: !unban USER');
      const { actor, roomId } = await asStaff(host, context);
      const target =
        pickTarget(await bannedTargets(actor, roomId, context), name) ??
        (await findUser(name, actor, roomId, context));
      await unban(context.core, actor, roomId, target);
      host.sendSystem('success', `${target.name} is no longer banned`);
    },
  },
  mod: {
    usage: '!mod USER',
    about: 'makes somebody a moderator (owner)',
    async run(rest, host, context) {
      const { actor, roomId, target } = await ownersTarget('!mod USER', rest, host, context);
      await context.core.members.promote(actor, roomId, target, 'moderator');
      host.sendSystem('success', `${target.name} is now a moderator`);
    },
  },
  unmod: {
    usage: '!unmod USER',
    about: 'takes that back (owner)',
    async run(rest, host, context) {
      const { actor, roomId, target } = await ownersTarget('!unmod USER', rest, host, context);
      await demote(context.core, actor, roomId, target);
      host.sendSystem('success', `${target.name} is no longer a moderator`);
    },
  },
  purge: {
    usage: '!purge',
    about: 'removes all messages (moderators)',
    async run(_rest, host, { core }) {
      await core.messages.purge(host.requireActor(), host.requireRoom());
      host.sendSystem('success', 'All messages have been removed');
    },
  },
} satisfies Commands;

/** Begins like a number: then it was meant as a duration. */
const NUMERIC = /^[-+]?\d/;

/** `[DURATION] [REASON]`; a duration may be several words. A first word that only looks like one is refused. */
function parseSentence(text: string): { readonly durationMs: number; readonly reason: string } {
  let words = '';
  let rest = text;
  for (let next = takeWord(rest); parseDuration(next.word) !== null; next = takeWord(rest)) {
    words += ` ${next.word}`;
    rest = next.rest;
  }
  if (words === '' && NUMERIC.test(rest)) throw invalidDuration(takeWord(rest).word);
  const durationMs = words === '' ? DEFAULT_BAN_MS : parseDuration(words);
  if (durationMs === null) throw invalidDuration(words.trim());
  return { durationMs, reason: unquote(rest) };
}

/** Anyone who may not ban learns nothing of who there is. */
async function asStaff(
  host: CommandHost,
  { core }: CommunityContext,
): Promise<{ readonly actor: Actor; readonly roomId: string; readonly rules: RoomRules }> {
  const actor = host.requireActor();
  const roomId = host.requireRoom();
  const rules = await core.access.read(actor, roomId);
  if (!isStaff(actor, rules)) throw new KoineError('forbidden');
  return { actor, roomId, rules };
}

async function ownersTarget(
  usage: string,
  rest: string,
  host: CommandHost,
  context: CommunityContext,
): Promise<{ readonly actor: Actor; readonly roomId: string; readonly target: Target }> {
  const { word: name } = takeWord(rest);
  if (name === '') throw badRequest(`Usage: ${usage}`);
  const { actor, roomId, rules } = await asStaff(host, context);
  if (!isOwner(actor, rules)) throw new KoineError('forbidden');
  const target = await findUser(name, actor, roomId, context);
  await assertAccount(target, context);
  return { actor, roomId, target };
}

/** Only somebody with an account can keep order. */
async function assertAccount(target: Target, { core }: CommunityContext): Promise<void> {
  const isOurs = target.appId === DEFAULT_APP_ID;
  if (!isOurs || (await core.users.find(ANYONE, target.id)) === null) throw noSuchUser(target.name);
}

async function bannedTargets(
  actor: Actor,
  roomId: string,
  { core, view }: CommunityContext,
): Promise<Target[]> {
  const users = await bannedFrom(core, actor, roomId);
  const people = await Promise.all(users.map((user) => view.profiles.lookUp(user)));
  return people.map(({ id, appId, name }) => ({ id, appId, name, username: null }));
}
