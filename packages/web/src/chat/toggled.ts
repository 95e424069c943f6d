import type { Body } from './types.ts';

/** The body with `uid`'s reaction added, or taken back. */
export function toggled(body: Body, emoji: string, uid: string): Body {
  const { reactions } = body;
  const held = reactions.find((reaction) => reaction.emoji === emoji);
  if (held === undefined)
    return { ...body, reactions: [...reactions, { emoji, uids: [uid], count: 1 }] };
  const uids = held.uids.includes(uid)
    ? held.uids.filter((other) => other !== uid)
    : [...held.uids, uid];
  const count = held.count + uids.length - held.uids.length;
  return {
    ...body,
    reactions: reactions
      .map((reaction) => (reaction === held ? { emoji, uids, count } : reaction))
      .filter((reaction) => reaction.count > 0),
  };
}
