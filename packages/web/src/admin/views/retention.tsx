import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Field, SelectField } from '../../design/field.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { TimerIcon } from '../../design/icons.ts';
import { toast } from '../../design/toast.tsx';
import { formatCount } from '../../lib/language.ts';
import { isOperator, run } from '../model/api.ts';
import type { Input, Output, Rule } from '../model/commands.ts';
import { duration } from '../model/format.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { Confirm } from '../parts/confirm.tsx';
import form from '../parts/form.module.css';
import { ErrorBox, Loaded, Panel } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Ago } from '../parts/when.tsx';
import { Heading, Lead } from './view.tsx';

const DAY_MS = 86_400_000;

/** How long history is kept. */
export function RetentionView() {
  const answer = useCommand('retention', {});
  const [edited, setEdited] = useState<Rule | 'new' | null>(null);
  const [cleared, setCleared] = useState<Rule | null>(null);
  const [costly, setCostly] = useState<Costly | null>(null);
  const canOperate = isOperator();
  const columns: readonly Column<Rule>[] = [
    { label: 'For', cell: (rule) => <Where rule={rule} /> },
    {
      label: 'Age',
      cell: ({ ageMs }) => (ageMs === null ? 'any' : `up to ${duration(ageMs)}`),
    },
    {
      label: 'Messages a room',
      cell: ({ countMax }) => (countMax === null ? 'all' : `the newest ${formatCount(countMax)}`),
    },
    { label: 'Set', cell: ({ setAt }) => <Ago at={setAt} /> },
    {
      label: 'Actions',
      isActions: true,
      cell: (rule) =>
        canOperate ? (
          <>
            <Button size="small" onClick={() => setEdited(rule)}>
              Change
            </Button>
            <Button size="small" onClick={() => setCleared(rule)}>
              Remove
            </Button>
          </>
        ) : null,
    },
  ];
  return (
    <>
      <Heading title="Retention">
        {canOperate && (
          <Button kind="primary" onClick={() => setEdited('new')}>
            New rule
          </Button>
        )}
      </Heading>
      <Lead>
        Messages that are older, or more, than a rule allows are removed in the background, from the
        oldest. A room’s rule goes before its app’s, and that before the default. Without any rule
        everything is kept.
      </Lead>
      <Panel>
        <Loaded
          answer={answer}
          isEmpty={({ items }) => items.length === 0}
          empty={{
            icon: TimerIcon,
            title: 'Everything is kept',
            text: <p>There is no rule: no message is removed.</p>,
          }}
        >
          {({ items }) => (
            <Table
              label="Rules of retention"
              columns={columns}
              rows={items}
              keyOf={({ scope, id }) => `${scope} ${id}`}
            />
          )}
        </Loaded>
      </Panel>
      {edited !== null && (
        <RuleDialog
          rule={edited === 'new' ? null : edited}
          onCostly={setCostly}
          onDone={answer.reload}
          onClose={() => setEdited(null)}
        />
      )}
      {costly !== null && (
        <Confirm
          title="Delete by this rule?"
          action="Delete and save"
          typed={costly.preview.confirm ?? undefined}
          onClose={() => setCostly(null)}
          onConfirm={async () => {
            await run('set-retention', { ...costly.rule, ...confirmed(costly.preview) });
            toast('Saved', 'success');
            answer.reload();
          }}
        >
          <Deletes preview={costly.preview} />
        </Confirm>
      )}
      {cleared !== null && (
        <ClearRule rule={cleared} onDone={answer.reload} onClose={() => setCleared(null)} />
      )}
    </>
  );
}

/** A rule that deletes something as soon as it holds. */
interface Costly {
  readonly rule: Input<'set-retention'>;
  readonly preview: Output<'preview-retention'>;
}

function confirmed({ confirm }: Output<'preview-retention'>) {
  return confirm === null ? {} : { confirm };
}

function Deletes({ preview: { messages, rooms, isAtLeast } }: Pick<Costly, 'preview'>) {
  return (
    <p>
      This deletes {isAtLeast && 'at least '}
      <strong>
        {formatCount(messages)} message{messages === 1 ? '' : 's'}
      </strong>{' '}
      in {formatCount(rooms)} room{rooms === 1 ? '' : 's'}, permanently.
    </p>
  );
}

/** Without a rule, a wider one may delete more. */
function ClearRule({
  rule,
  onDone,
  onClose,
}: {
  readonly rule: Rule;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const { scope, id } = rule;
  const place = { scope, ...(scope !== 'default' && { id }) };
  const { data: preview, error } = useCommand('preview-retention', { ...place, clear: true });
  return (
    <Confirm
      title="Remove this rule?"
      action="Remove rule"
      typed={preview?.confirm ?? undefined}
      onClose={onClose}
      onConfirm={async () => {
        await run('clear-retention', { ...place, ...(preview !== null && confirmed(preview)) });
        toast('The rule is removed', 'success');
        onDone();
      }}
    >
      <p>
        The wider rule applies again to <strong>{nameOf(rule)}</strong>
        {scope === 'default' && ': none, so everything is kept'}. Deleted messages stay deleted.
      </p>
      {preview !== null && preview.messages > 0 && <Deletes preview={preview} />}
      <ErrorBox text={error} />
    </Confirm>
  );
}

function nameOf({ scope, id }: Rule): string {
  return scope === 'default' ? 'everything else' : `${scope} ${id}`;
}

function Where({ rule: { scope, id } }: { readonly rule: Rule }) {
  if (scope === 'default') return <Badge tone="accent">default</Badge>;
  const place = scope === 'app' ? 'apps' : 'rooms';
  return (
    <span>
      <Badge>{scope}</Badge> <a href={href(place, id)}>{id}</a>
    </span>
  );
}

const SCOPES: readonly { readonly value: Rule['scope']; readonly label: string }[] = [
  { value: 'default', label: 'Everything (default)' },
  { value: 'app', label: 'One app' },
  { value: 'room', label: 'One room' },
];

function RuleDialog({
  rule,
  onCostly,
  onDone,
  onClose,
}: {
  readonly rule: Rule | null;
  /** It would delete something, which is to be asked for first. */
  readonly onCostly: (costly: Costly) => void;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const [scope, setScope] = useState<Rule['scope']>(rule?.scope ?? 'default');
  const [id, setId] = useState(rule?.id ?? '');
  const [days, setDays] = useState(rule?.ageMs == null ? '' : `${rule.ageMs / DAY_MS}`);
  const [many, setMany] = useState(rule?.countMax == null ? '' : `${rule.countMax}`);
  const save = async () => {
    const wanted = {
      scope,
      ...(scope !== 'default' && { id: id.trim() }),
      ageMs: days.trim() === '' ? null : Math.round(Number(days) * DAY_MS),
      countMax: many.trim() === '' ? null : Number(many),
    };
    const preview = await run('preview-retention', wanted);
    if (preview.messages > 0) return onCostly({ rule: wanted, preview });
    await run('set-retention', wanted);
    toast('Saved', 'success');
    onDone();
  };
  return (
    <FormDialog
      title={rule === null ? 'New rule' : 'Change the rule'}
      action="Save"
      onSubmit={save}
      onClose={onClose}
    >
      <SelectField
        label="For"
        disabled={rule !== null}
        value={scope}
        options={SCOPES}
        onValue={setScope}
      />
      {scope !== 'default' && (
        <Field
          label={scope === 'app' ? 'App, by id' : 'Room, by id or uid'}
          required
          disabled={rule !== null}
          value={id}
          onValue={setId}
        />
      )}
      <div class={form.pair}>
        <Field
          label="Days"
          hint="Empty: any age"
          type="number"
          min={0.001}
          step="any"
          value={days}
          onValue={setDays}
        />
        <Field
          label="Messages a room"
          hint="Empty: all"
          type="number"
          min={1}
          step={1}
          value={many}
          onValue={setMany}
        />
      </div>
      <p>Messages beyond the rule are deleted permanently; a preview shows how many.</p>
    </FormDialog>
  );
}
