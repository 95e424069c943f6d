import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Field, SelectField } from '../../design/field.tsx';
import { ShieldIcon } from '../../design/icons.ts';
import { formatCount } from '../../lib/language.ts';
import { oneOf, useListQuery } from '../model/list-query.ts';
import { useCommand } from '../model/use-command.ts';
import pager from '../parts/list-tools.module.css';
import { AppSelect, PAGE_SIZE, Search } from '../parts/list-tools.tsx';
import { Loaded, Panel } from '../parts/panel.tsx';
import { Table } from '../parts/table.tsx';
import { AUDIT_COLUMNS } from './audit-columns.tsx';
import { Heading, Lead, Tools } from './view.tsx';

const ACTIONS = [
  'delete-user-messages',
  'user-messages',
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
  'set-password',
  'sign-out-user',
  'delete-user',
  'create-user',
  'create-account',
  'create-app',
  'create-key',
  'rotate-key',
  'rotate-secret',
  'revoke-key',
  'set-bots',
  'set-retention',
  'clear-retention',
  'begin-export',
  'import',
];

/** The audit log. */
export function AuditView() {
  const query = useListQuery();
  const outcome = oneOf(query.get('outcome'), ['done', 'refused']);
  /** The number before which each page begins; the last is the present one. */
  const [trail, setTrail] = useState<readonly number[]>([]);
  const before = trail.at(-1);
  const from = startOfDay(query.get('since'), 0);
  const to = startOfDay(query.get('until'), 1);
  const answer = useCommand('audit', {
    limit: PAGE_SIZE,
    ...(before !== undefined && { before }),
    ...query.filters('action', 'by', 'room', 'app', 'target'),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
    ...(outcome !== undefined && { outcome }),
  });
  const filter = (name: string) => (value: string) => {
    query.filter(name, value);
    setTrail([]);
  };
  return (
    <>
      <Heading title="Audit log">
        <Button onClick={() => (trail.length === 0 ? answer.reload() : setTrail([]))}>
          {trail.length === 0 ? 'Refresh' : 'Newest'}
        </Button>
      </Heading>
      <Lead>
        Every action of operators and administrators, and of moderators in chat. Entries cannot be
        changed or removed.
      </Lead>
      <Tools>
        <SelectField
          label="What"
          isLabelHidden
          value={query.get('action')}
          options={[
            { value: '', label: 'All actions' },
            ...ACTIONS.map((name) => ({ value: name, label: name })),
          ]}
          onValue={filter('action')}
        />
        <SelectField
          label="Outcome"
          isLabelHidden
          value={outcome ?? ''}
          options={[
            { value: '', label: 'Done and refused' },
            { value: 'done', label: 'Done' },
            { value: 'refused', label: 'Refused' },
          ]}
          onValue={filter('outcome')}
        />
        <AppSelect value={query.get('app')} onChange={filter('app')} />
        <Search label="By whom: name or id" value={query.get('by')} onChange={filter('by')} />
        <Search label="Room: id or uid" value={query.get('room')} onChange={filter('room')} />
        <Search
          label="Object: user or message id"
          value={query.get('target')}
          onChange={filter('target')}
        />
        <Day label="From" value={query.get('since')} onChange={filter('since')} />
        <Day label="To" value={query.get('until')} onChange={filter('until')} />
      </Tools>
      <Panel>
        <Loaded
          answer={answer}
          isEmpty={({ total }) => total === 0}
          empty={{
            icon: ShieldIcon,
            title: 'No entries',
            text: <p>There are no actions of that kind.</p>,
          }}
        >
          {({ items, total }) => (
            <>
              <Table
                label="Audit log"
                columns={AUDIT_COLUMNS}
                rows={items}
                keyOf={({ number }) => `${number}`}
                isStale={answer.isLoading}
              />
              <nav class={pager.pager} aria-label="Pages of this list">
                <span>
                  {formatCount(total === 0 ? 0 : trail.length * PAGE_SIZE + 1)}–
                  {formatCount(trail.length * PAGE_SIZE + items.length)} of {formatCount(total)}{' '}
                  entries
                </span>
                <Button
                  size="small"
                  disabled={trail.length === 0}
                  onClick={() => setTrail(trail.slice(0, -1))}
                >
                  Newer
                </Button>
                <Button
                  size="small"
                  disabled={items.length < PAGE_SIZE}
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

/** A day, both ends of it counted. */
function Day({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}) {
  return (
    <div class={pager.day}>
      <span aria-hidden="true">{label}</span>
      <Field
        label={`${label} the day`}
        isLabelHidden
        type="date"
        value={value}
        onValue={onChange}
      />
    </div>
  );
}

/** When the day `YYYY-MM-DD` begins where one reads, or one `later` days after it; `null`: it is no day. */
function startOfDay(day: string, later: number): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (date === undefined) return null;
  return new Date(Number(year), Number(month) - 1, Number(date) + later).getTime();
}
