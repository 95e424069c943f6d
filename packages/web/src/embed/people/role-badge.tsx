import type { Role } from '../../chat/types.ts';
import { Badge, type BadgeProps } from '../../design/badge.tsx';
import { ROLES } from '../strings.tsx';

const TONES: Readonly<Record<Role, NonNullable<BadgeProps['tone']>>> = {
  root: 'red',
  admin: 'red',
  super_mod: 'amber',
  owner: 'accent',
  mod: 'green',
  registered: 'neutral',
  guest: 'neutral',
};

/** A user's strongest role in the room, where it has a name. */
export function RoleBadge({ roles: [role] }: { readonly roles: readonly Role[] }) {
  const name = role && ROLES[role];
  return name ? <Badge tone={TONES[role]}>{name}</Badge> : null;
}
