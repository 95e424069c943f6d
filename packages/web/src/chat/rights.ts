import type { Ban, Person, Rights, RoomStatus } from './types.ts';

const OWNERS: ReadonlySet<string> = new Set(['root', 'owner']);
const STAFF: ReadonlySet<string> = new Set([...OWNERS, 'admin', 'super_mod', 'mod']);

/** What the user may do in the room. */
export function rightsOf(me: Person | null, roomStatus: RoomStatus, ban: Ban | null): Rights {
  const roles = me?.roles ?? [];
  const isJoined = roomStatus === 'joined';
  return {
    canWrite: me !== null && isJoined && ban === null,
    canModerate: isJoined && roles.some((role) => STAFF.has(role)),
    canOwn: isJoined && roles.some((role) => OWNERS.has(role)),
  };
}
