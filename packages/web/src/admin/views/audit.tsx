import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Field, SelectField } from '../../design/field.tsx';
import { ShieldIcon } from '../../design/icons.ts';
import type { AuditEntry } from '../model/answers.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { count } from '../model/words.ts';
import pager from '../parts/list-tools.module.css';
import { Loaded, Panel } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { At } from '../parts/when.tsx';
import styles from './view.module.css';
import { Heading, Lead, Tools } from './view.tsx';

const VIA: Readonly<Record<AuditEntry['via'], string>> = {
  http: 'HTTP',
  page: 'this page',
  commandLine: 'command line',
  chat: 'chat',
};

const ACTIONS = [
  'sanction',
  'lift',
  'delete-message',
  'purge-room',
  'update-room',
  'delete-room',
  'create-room',
  'room-messages',
  'set-member-role',
  'remove-member',
  'set-roles',
  'sign-out-user',
  'delete-user',
  'create-user',
  'create-account',
  'create-app',
  'create-key',
  'rotate-key',
  'revoke-key',
  'set-bots',
  'set-retention',
  'clear-retention',
  'begin-export',
  'import',
];

const COLUMNS: readonly Column<AuditEntry>[] = [
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

/** Who did what to whom, for good. */
export function AuditView() {
  const [action, setAction] = useState('');
  const [by, setBy] = useState('');
  const [room, setRoom] = useState('');
  const [outcome, setOutcome] = useState<'' | 'done' | 'refused'>('');
  /** The number before which each page begins; the last is the present one. */
  const [trail, setTrail] = useState<readonly number[]>([]);
  const before = trail.at(-1);
  const answer = useCommand('audit', {
    limit: 50,
    ...(before !== undefined && { before }),
    ...(action !== '' && { action }),
    ...(by.trim() !== '' && { by: by.trim() }),
    ...(room.trim() !== '' && { room: room.trim() }),
    ...(outcome !== '' && { outcome }),
  });
  const filter = (set: () => void) => {
    set();
    setTrail([]);
  };
  return (
    <>
      <Heading title="Audit log" />
      <Lead>
        Every action of operators and administrators, by whatever way, and what moderators do in
        chat. Nothing in it can be changed or removed.
      </Lead>
      <Tools>
        <SelectField
          label="What"
          isLabelHidden
          value={action}
          options={[
            { value: '', label: 'All actions' },
            ...ACTIONS.map((name) => ({ value: name, label: name })),
          ]}
          onChange={(event) => filter(() => setAction(event.currentTarget.value))}
        />
        <SelectField
          label="Outcome"
          isLabelHidden
          value={outcome}
          options={[
            { value: '', label: 'Done and refused' },
            { value: 'done', label: 'Done' },
            { value: 'refused', label: 'Refused' },
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            filter(() => setOutcome(value === 'done' || value === 'refused' ? value : ''));
          }}
        />
        <Field
          label="By whom"
          isLabelHidden
          placeholder="By whom: account or key id"
          value={by}
          onInput={(event) => filter(() => setBy(event.currentTarget.value))}
        />
        <Field
          label="Room"
          isLabelHidden
          placeholder="Room id"
          value={room}
          onInput={(event) => filter(() => setRoom(event.currentTarget.value))}
        />
      </Tools>
      <Panel>
        <Loaded
          answer={answer}
          isEmpty={({ items }) => items.length === 0}
          empty={{
            icon: ShieldIcon,
            title: 'No entries',
            text: <p>Nobody has done anything of that kind.</p>,
          }}
        >
          {({ items, total }) => (
            <>
              <Table
                label="Audit log"
                columns={COLUMNS}
                rows={items}
                keyOf={({ number }) => `${number}`}
                isStale={answer.isLoading}
              />
              <nav class={pager.pager} aria-label="Pages of this list">
                <span>{count(total)} entries</span>
                <Button
                  size="small"
                  disabled={trail.length === 0}
                  onClick={() => setTrail(trail.slice(0, -1))}
                >
                  Newer
                </Button>
                <Button
                  size="small"
                  disabled={items.length < 50}
                  onClick={() => setTrail([...trail, items.at(-1)?.number ?? 0])}
                >
                  Older
                </Button>
              </nav>
            </>
          )}
        </Loaded>
      </Panel>
    </>
  );
}

/** E.g. `kind: ban · durationMs: 60000`; what was not said is left out. */
function detailsIn(details: AuditEntry['details']): string {
  const said = Object.entries(details).filter(([, value]) => value !== null);
  const parts = said.map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return parts.join(' · ');
}

function On({ entry: { appId, roomId, target } }: { readonly entry: AuditEntry }) {
  return (
    <div class={styles.stack}>
      {target !== null && <span class={styles.mono}>{target}</span>}
      {roomId !== null && (
        <a class={styles.mono} href={href('rooms', roomId)}>
          room {roomId.length > 20 ? `${roomId.slice(0, 13)}…` : roomId}
        </a>
      )}
      {appId !== null && <span class={styles.quiet}>app {appId}</span>}
      {target === null && roomId === null && appId === null && '—'}
    </div>
  );
}
