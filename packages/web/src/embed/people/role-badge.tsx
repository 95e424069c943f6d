import type { Role } from '../../chat/types.ts';
import { Badge, type BadgeProps } from '../../design/badge.tsx';

const WORDS: Readonly<Record<Role, readonly [string, NonNullable<BadgeProps['tone']>] | null>> = {
  root: ['Root', 'red'],
  admin: ['Admin', 'red'],
  super_mod: ['Staff', 'amber'],
  owner: ['Owner', 'accent'],
  mod: ['Mod', 'green'],
  registered: null,
  guest: ['Guest', 'neutral'],
};

/** Somebody's strongest role in the room, where it is worth a word. */
export function RoleBadge({ roles }: { readonly roles: readonly Role[] }) {
  const [strongest] = roles;
  const words = strongest === undefined ? null : WORDS[strongest];
  return words === null ? null : <Badge tone={words[1]}>{words[0]}</Badge>;
}
