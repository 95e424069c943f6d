import { Button } from '../../design/button.tsx';
import { Field, SelectField } from '../../design/field.tsx';
import { ShieldIcon } from '../../design/icons.ts';
import { PAGE_SIZE, useListQuery } from '../model/list-query.ts';
import { useCommand } from '../model/use-command.ts';
import { useTrail } from '../model/use-trail.ts';
import styles from '../parts/list.module.css';
import { AppSelect, Choice, List, PageNav, rangeOf, Search } from '../parts/list.tsx';
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

const ACTION_OPTIONS = [
  { value: '', label: 'All actions' },
  ...ACTIONS.map((name) => ({ value: name, label: name })),
];

const OUTCOMES = [
  { value: '', label: 'Done and refused' },
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
] as const;

/** The audit log. */
export function AuditView() {
  const query = useListQuery();
  const outcome = query.choice('outcome', ['done', 'refused']);
  /** By the number before which each page begins. */
  const trail = useTrail<number>();
  const from = startOfDay(query.get('since'), 0);
  const to = startOfDay(query.get('until'), 1);
  const result = useCommand('audit', {
    limit: PAGE_SIZE,
    ...(trail.cursor !== undefined && { before: trail.cursor }),
    ...query.filters('action', 'by', 'room', 'app', 'target'),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
    ...outcome,
  });
  const isNewest = trail.pagesBefore === 0;
  const field = (name: string) => {
    const { value, onValue } = query.field(name);
    return {
      value,
      onValue: (next: string) => {
        onValue(next);
        trail.restart();
      },
    };
  };
  return (
    <>
      <Heading title="Audit log">
        <Button onClick={isNewest ? result.reload : trail.restart}>
          {isNewest ? 'Refresh' : 'Newest'}
        </Button>
      </Heading>
      <Lead>
        Every action of operators and administrators, and of moderators in chat. Entries cannot be
        changed or removed.
      </Lead>
      <Tools>
        <SelectField label="What" isLabelHidden options={ACTION_OPTIONS} {...field('action')} />
        <Choice label="Outcome" options={OUTCOMES} {...field('outcome')} />
        <AppSelect {...field('app')} />
        <Search label="By whom: name or id" {...field('by')} />
        <Search label="Room: id or uid" {...field('room')} />
        <Search label="Object: user or message id" {...field('target')} />
        <Day label="From" {...field('since')} />
        <Day label="To" {...field('until')} />
      </Tools>
      <List
        label="Audit log"
        result={result}
        columns={AUDIT_COLUMNS}
        keyOf={({ number }) => `${number}`}
        empty={{
          icon: ShieldIcon,
          title: 'No entries',
          text: 'There are no actions of that kind.',
        }}
        pager={(items, total) => (
          <PageNav
            label="Pages of this list"
            text={`${rangeOf(trail.pagesBefore * PAGE_SIZE, items.length, total)} entries`}
            back={['Newer', !isNewest && trail.back]}
            forward={[
              'Older',
              items.length === PAGE_SIZE && (() => trail.forward(items.at(-1)?.number ?? 0)),
            ]}
          />
        )}
      />
    </>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (day: string) => void;
}

/** A day; both ends count. */
function Day({ label, ...field }: DayProps) {
  return (
    <div class={styles.day}>
      <span aria-hidden="true">{label}</span>
      <Field label={`${label} the day`} isLabelHidden type="date" {...field} />
    </div>
  );
}

/** When the local day `YYYY-MM-DD`, or that `later` days after it, begins; `null`: not a day. */
function startOfDay(day: string, later: number): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (date === undefined) return null;
  return new Date(Number(year), Number(month) - 1, Number(date) + later).getTime();
}
