import type { Chat, Rights } from './types.ts';

const OWNERS: ReadonlySet<string> = new Set(['root', 'owner']);
const STAFF: ReadonlySet<string> = new Set([...OWNERS, 'admin', 'super_mod', 'mod']);

/** What one may do in the room that one is in. */
export function rightsOf({ me, place, ban }: Pick<Chat, 'me' | 'place' | 'ban'>): Rights {
  const roles = me.value?.roles ?? [];
  const isHere = place.value === 'here';
  return {
    canWrite: me.value !== null && isHere && ban.value === null,
    canModerate: isHere && roles.some((role) => STAFF.has(role)),
    canOwn: isHere && roles.some((role) => OWNERS.has(role)),
  };
}
