import { Badge } from '../../design/badge.tsx';
import type { User } from '../model/commands.ts';
import styles from '../views/view.module.css';

/** The roles that somebody has everywhere. */
export function Roles({ roles }: { readonly roles: User['roles'] }) {
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
