import type { GlobalRole } from '@koine/contract';
import { Badge } from '../../design/badge.tsx';
import type { Room, User } from '../model/commands.ts';
import styles from '../views/view.module.css';

/** The strongest first. */
export const ROLES: readonly { readonly role: GlobalRole; readonly about: string }[] = [
  { role: 'root', about: 'everything, this page included' },
  { role: 'admin', about: 'reads this page, and moderates every room' },
  { role: 'super_mod', about: 'moderates every room' },
];

/** The roles that a user has everywhere. */
export function Roles({ roles }: Pick<User, 'roles'>) {
  if (roles.length === 0) return <span>—</span>;
  return (
    <span class={styles.badges}>
      {roles.map((role) => (
        <Badge key={role} tone="accent">
          {role}
        </Badge>
      ))}
    </span>
  );
}

export function RoomKind({ kind, bridged }: Pick<Room, 'kind' | 'bridged'>) {
  return (
    <span class={styles.badges}>
      <Badge>{kind}</Badge>
      {bridged && <Badge tone="accent">bridged</Badge>}
    </span>
  );
}
