import type { Body, Reaction } from './types.ts';

/** The body with `uid`'s reaction added, or removed if it was there. */
export function toggleReaction(body: Body, emoji: string, uid: string): Body {
  const { reactions } = body;
  const held = reactions.find((reaction) => reaction.emoji === emoji);
  if (held === undefined) return { ...body, reactions: [...reactions, { emoji, uids: [uid] }] };
  const uids = held.uids.includes(uid)
    ? held.uids.filter((other) => other !== uid)
    : [...held.uids, uid];
  const count =
    held.count === undefined ? {} : { count: held.count + uids.length - held.uids.length };
  return {
    ...body,
    reactions: reactions
      .map((reaction) => (reaction === held ? { emoji, uids, ...count } : reaction))
      .filter((reaction) => reactionCount(reaction) > 0),
  };
}

/** How many reacted with it. */
export function reactionCount({ uids, count = uids.length }: Reaction): number {
  return count;
}
