import { EmptyState } from '../../design/empty-state.tsx';
import { CheckIcon } from '../../design/icons.ts';
import { formatBytes } from '../../lib/bytes.ts';
import { formatCount } from '../../lib/language.ts';
import type { SlowClient } from '../model/commands.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { Loaded, Panel } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Ago } from '../parts/when.tsx';
import styles from './view.module.css';
import { Heading, Lead } from './view.tsx';

const COLUMNS: readonly Column<SlowClient>[] = [
  {
    label: 'Who',
    cell: ({ user, ip }) => (
      <div class={styles.stack}>
        {user === null ? (
          <span>not signed in</span>
        ) : (
          <a href={href('users', user.appId, user.id)}>{user.name}</a>
        )}
        <span class={styles.quiet}>{ip}</span>
      </div>
    ),
  },
  { label: 'Protocol', cell: ({ protocol }) => protocol },
  {
    label: 'Rooms',
    cell: ({ roomIds }) =>
      roomIds.length === 0
        ? '—'
        : roomIds.slice(0, 3).map((id) => (
            <div key={id}>
              <a class={styles.mono} href={href('rooms', id)}>
                {id.slice(0, 13)}…
              </a>
            </div>
          )),
  },
  { label: 'Unread', isNumber: true, cell: ({ bufferedBytes }) => formatBytes(bufferedBytes) },
];

const WHEN: Column<SlowClient & { readonly at: number }> = {
  label: 'When',
  cell: ({ at }) => <Ago at={at} />,
};

/** Clients that read more slowly than they are sent to, and those disconnected for it. */
export function SlowView() {
  const result = useCommand('slow-clients', {}, 2_000);
  return (
    <>
      <Heading title="Slow clients" />
      <Lead>
        A client that leaves too much unread is disconnected and can resume (limit{' '}
        <code>outboxBytesMax</code>).
      </Lead>
      <Loaded result={result}>
        {({ behind, cutOff, cutOffCount }) => (
          <>
            <Panel title="Behind now" aside={formatCount(behind.length)}>
              {behind.length === 0 ? (
                <EmptyState icon={CheckIcon} title="Everyone keeps up">
                  No client has more than 16 kB unread.
                </EmptyState>
              ) : (
                <Table
                  label="Behind now"
                  columns={COLUMNS}
                  rows={behind}
                  keyOf={({ sessionId }) => sessionId}
                />
              )}
            </Panel>
            <Panel title="Cut off" aside={`${formatCount(cutOffCount)} since the start`}>
              {cutOff.length === 0 ? (
                <p class={styles.none}>No client was cut off since the server started.</p>
              ) : (
                <Table
                  label="Cut off"
                  columns={[WHEN, ...COLUMNS]}
                  rows={cutOff}
                  keyOf={({ sessionId, at }) => `${sessionId} ${at}`}
                />
              )}
            </Panel>
          </>
        )}
      </Loaded>
    </>
  );
}
