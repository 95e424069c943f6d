import type { Chat } from '../../chat/chat.ts';
import { reactionCount } from '../../chat/toggle-reaction.ts';
import type { Reaction } from '../../chat/types.ts';
import { YOU } from '../strings.tsx';

export interface ReactorNames {
  readonly names: readonly string[];
  /** How many more there are than names. */
  readonly more: number;
}

/** Who reacted, at most `max` by name; people are looked up, and the caller is drawn anew when they are known. */
export function reactorNames(chat: Chat, reaction: Reaction, max: number): ReactorNames {
  const me = chat.me.value;
  const names = reaction.uids
    .slice(0, max)
    .map((uid) => (uid === me?.uid ? YOU : (chat.person(uid).value?.name ?? '…')));
  return { names, more: reactionCount(reaction) - names.length };
}
