import { Badge } from '../../design/badge.tsx';
import type { AuditEntry } from '../model/commands.ts';
import { dateTime, duration } from '../model/format.ts';
import { href } from '../model/route.ts';
import type { Column } from '../parts/table.tsx';
import { At } from '../parts/when.tsx';
import styles from './view.module.css';

const VIA: Readonly<Record<AuditEntry['via'], string>> = {
  http: 'HTTP',
  page: 'this page',
  commandLine: 'command line',
  chat: 'chat',
};

/** An entry of the log: when, who, what, on what, why, and how it ended. */
export const AUDIT_COLUMNS: readonly Column<AuditEntry>[] = [
  { label: 'When', cell: ({ at }) => <At at={at} /> },
  {
    label: 'Who',
    cell: ({ by, via }) => (
      <div class={styles.stack}>
        <span>{by.name}</span>
        <span class={styles.short}>{by.kind === 'operator' ? `key ${by.id}` : by.id}</span>
        <span class={styles.short}>{VIA[via]}</span>
      </div>
    ),
  },
  { label: 'What', cell: ({ action }) => <code>{action}</code> },
  { label: 'On', cell: (entry) => <On entry={entry} /> },
  {
    label: 'Reason and details',
    cell: ({ reason, details }) => (
      <div class={styles.stack}>
        {reason !== '' && <span>{reason}</span>}
        {Object.keys(details).length > 0 && <span class={styles.quiet}>{detailsIn(details)}</span>}
      </div>
    ),
  },
  {
    label: 'Outcome',
    cell: ({ outcome }) => <Badge tone={outcome === 'done' ? 'green' : 'red'}>{outcome}</Badge>,
  },
];

function On({ entry }: { readonly entry: AuditEntry }) {
  const { appId, roomId, roomName, target, targetName } = entry;
  const userId = target?.startsWith('user:') === true ? target.slice('user:'.length) : null;
  return (
    <div class={styles.stack}>
      {userId !== null && (
        <a href={href('users', appId ?? 'default', userId)}>{targetName ?? userId}</a>
      )}
      {target !== null && userId === null && <span class={styles.mono}>{target}</span>}
      {roomId !== null &&
        (roomName === null ? (
          <span class={styles.mono}>room {roomId}</span>
        ) : (
          <a href={href('rooms', roomId)}>{roomName}</a>
        ))}
      {appId !== null && <span class={styles.quiet}>app {appId}</span>}
      {target === null && roomId === null && appId === null && '—'}
    </div>
  );
}

/** E.g. `kind: ban · duration: 1 d`; without what is not set. */
function detailsIn(details: AuditEntry['details']): string {
  const set = Object.entries(details).filter(([, value]) => value !== null);
  return set.map(([name, value]) => detail(name, value)).join(' · ');
}

function detail(name: string, value: unknown): string {
  if (typeof value === 'number' && name.endsWith('Ms'))
    return `${name.slice(0, -2)}: ${duration(value)}`;
  if (typeof value === 'number' && name === 'until') return `until: ${dateTime(value)}`;
  return `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
}
