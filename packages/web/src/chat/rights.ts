import type { Chat, Rights } from './types.ts';

const OWNERS: ReadonlySet<string> = new Set(['root', 'owner']);
const STAFF: ReadonlySet<string> = new Set([...OWNERS, 'admin', 'super_mod', 'mod']);

/** What the user may do in the room. */
export function rightsOf({ me, roomStatus, ban }: Pick<Chat, 'me' | 'roomStatus' | 'ban'>): Rights {
  const roles = me.value?.roles ?? [];
  const isJoined = roomStatus.value === 'joined';
  return {
    canWrite: me.value !== null && isJoined && ban.value === null,
    canModerate: isJoined && roles.some((role) => STAFF.has(role)),
    canOwn: isJoined && roles.some((role) => OWNERS.has(role)),
  };
}
