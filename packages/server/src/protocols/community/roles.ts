import { type GlobalRole, type UserKind, type UserRef, userKeyOf } from '@koine/contract';
import { isOwnedBy, type RoomRules } from '../../core/room-rules.ts';

/** Strongest first. */
export const ROLES = ['root', 'admin', 'super_mod', 'owner', 'mod', 'registered', 'guest'] as const;
export type Role = (typeof ROLES)[number];

/** What somebody is, in a room (`rules`) or, without one, in general. People of other protocols have no account and so no base role. */
export function rolesOf(
  person: UserRef & { readonly kind: UserKind },
  globalRoles: readonly GlobalRole[],
  rules: RoomRules | undefined,
): Role[] {
  const base: Role[] = baseOf(person);
  const staffRole = rules?.staff.get(userKeyOf(person));
  const isOwner = rules !== undefined && isOwnedBy(person, rules.room);
  if (globalRoles.length === 0 && staffRole === undefined && !isOwner) return base;
  const held = new Set<Role>([...globalRoles, ...base]);
  if (isOwner) held.add('owner');
  if (staffRole === 'moderator') held.add('mod');
  return ROLES.filter((role) => held.has(role));
}

function baseOf({ kind }: { readonly kind: UserKind }): Role[] {
  return kind === 'registered' || kind === 'guest' ? [kind] : [];
}
