import type { Body } from './types.ts';

/** The body with `uid`'s reaction added, or taken back. */
export function toggled(body: Body, emoji: string, uid: string): Body {
  const { reactions } = body;
  const held = reactions.find((reaction) => reaction.emoji === emoji);
  if (held === undefined) return { ...body, reactions: [...reactions, { emoji, uids: [uid] }] };
  const uids = held.uids.includes(uid)
    ? held.uids.filter((other) => other !== uid)
    : [...held.uids, uid];
  return {
    ...body,
    reactions: reactions
      .map((reaction) => (reaction === held ? { emoji, uids } : reaction))
      .filter((reaction) => reaction.uids.length > 0),
  };
}
