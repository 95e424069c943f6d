import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Field, SelectField, useField } from '../../design/field.tsx';
import { TimerIcon } from '../../design/icons.ts';
import { toast } from '../../design/toast.tsx';
import { formatCount, plural } from '../../lib/language.ts';
import { isOperator, run } from '../model/api.ts';
import type { Input, Output, Rule } from '../model/commands.ts';
import { duration } from '../model/format.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { Confirm, DialogButton, Form } from '../parts/dialog.tsx';
import { List } from '../parts/list.tsx';
import { ErrorBox } from '../parts/panel.tsx';
import type { Column } from '../parts/table.tsx';
import { Ago } from '../parts/when.tsx';
import styles from './view.module.css';
import { Heading, Lead } from './view.tsx';

const DAY_MS = 86_400_000;

type Preview = Output<'preview-retention'>;

/** A rule that deletes something as soon as it applies. */
interface Deletion {
  readonly rule: Input<'set-retention'>;
  readonly preview: Preview;
}

/** How long history is kept. */
export function RetentionView() {
  const result = useCommand('retention', {});
  const [deletion, setDeletion] = useState<Deletion | null>(null);
  const canOperate = isOperator();
  const edit = (rule: Rule | null) => (
    <RuleDialog rule={rule} onDeletion={setDeletion} onDone={result.reload} />
  );
  const columns: readonly Column<Rule>[] = [
    { label: 'For', cell: (rule) => <Scope rule={rule} /> },
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
        canOperate && (
          <>
            <DialogButton size="small" label="Change" dialog={edit(rule)} />
            <DialogButton
              size="small"
              label="Remove"
              dialog={<ClearRule rule={rule} onDone={result.reload} />}
            />
          </>
        ),
    },
  ];
  return (
    <>
      <Heading title="Retention">
        {canOperate && <DialogButton kind="primary" label="New rule" dialog={edit(null)} />}
      </Heading>
      <Lead>
        Messages that are older, or more, than a rule allows are removed in the background, from the
        oldest. A room’s rule goes before its app’s, and that before the default. Without any rule
        everything is kept.
      </Lead>
      <List
        label="Rules of retention"
        result={result}
        columns={columns}
        keyOf={({ scope, id }) => `${scope} ${id}`}
        empty={{
          icon: TimerIcon,
          title: 'Everything is kept',
          text: 'There is no rule: no message is removed.',
        }}
      />
      {deletion !== null && (
        <Confirm
          title="Delete by this rule?"
          action="Delete and save"
          typed={deletion.preview.confirm}
          onClose={() => setDeletion(null)}
          onConfirm={() =>
            run('set-retention', { ...deletion.rule, ...confirmed(deletion.preview) })
          }
          done="Saved"
          onDone={result.reload}
        >
          <Deletes preview={deletion.preview} />
        </Confirm>
      )}
    </>
  );
}

function confirmed({ confirm }: Preview) {
  return confirm === null ? {} : { confirm };
}

function Deletes({ preview: { messages, rooms, isAtLeast } }: Pick<Deletion, 'preview'>) {
  return (
    <p>
      This deletes {isAtLeast && 'at least '}
      <strong>{plural(messages, 'message')}</strong> in {plural(rooms, 'room')}, permanently.
    </p>
  );
}

interface ClearRuleProps {
  readonly rule: Rule;
  readonly onDone: () => void;
}

/** Without a rule, a wider one may delete more. */
function ClearRule({ rule: { scope, id }, onDone }: ClearRuleProps) {
  const target = { scope, ...(scope !== 'default' && { id }) };
  const { data: preview, error } = useCommand('preview-retention', { ...target, clear: true });
  return (
    <Confirm
      title="Remove this rule?"
      action="Remove rule"
      typed={preview?.confirm}
      onConfirm={() =>
        run('clear-retention', { ...target, ...(preview !== null && confirmed(preview)) })
      }
      done="The rule is removed"
      onDone={onDone}
    >
      <p>
        The wider rule applies again to{' '}
        <strong>{scope === 'default' ? 'everything else' : `${scope} ${id}`}</strong>
        {scope === 'default' && ': none, so everything is kept'}. Deleted messages stay deleted.
      </p>
      {preview !== null && preview.messages > 0 && <Deletes preview={preview} />}
      <ErrorBox text={error} />
    </Confirm>
  );
}

function Scope({ rule: { scope, id } }: { readonly rule: Rule }) {
  if (scope === 'default') return <Badge tone="accent">default</Badge>;
  return (
    <span>
      <Badge>{scope}</Badge> <a href={href(scope === 'app' ? 'apps' : 'rooms', id)}>{id}</a>
    </span>
  );
}

const SCOPES: readonly { readonly value: Rule['scope']; readonly label: string }[] = [
  { value: 'default', label: 'Everything (default)' },
  { value: 'app', label: 'One app' },
  { value: 'room', label: 'One room' },
];

interface RuleDialogProps {
  /** `null`: a new one. */
  readonly rule: Rule | null;
  /** It would delete something, which is to be confirmed first. */
  readonly onDeletion: (deletion: Deletion) => void;
  readonly onDone: () => void;
}

function RuleDialog({ rule, onDeletion, onDone }: RuleDialogProps) {
  const scope = useField<Rule['scope']>(rule?.scope ?? 'default');
  const id = useField(rule?.id ?? '');
  const days = useField(rule?.ageMs == null ? '' : `${rule.ageMs / DAY_MS}`);
  const count = useField(rule?.countMax == null ? '' : `${rule.countMax}`);
  const save = async () => {
    const wanted = {
      scope: scope.value,
      ...(scope.value !== 'default' && { id: id.value.trim() }),
      ageMs: days.value.trim() === '' ? null : Math.round(Number(days.value) * DAY_MS),
      countMax: count.value.trim() === '' ? null : Number(count.value),
    };
    const preview = await run('preview-retention', wanted);
    if (preview.messages > 0) return onDeletion({ rule: wanted, preview });
    await run('set-retention', wanted);
    toast('Saved', 'success');
    onDone();
  };
  const isFixed = rule !== null;
  return (
    <Form title={isFixed ? 'Change the rule' : 'New rule'} action="Save" onSubmit={save}>
      <SelectField label="For" disabled={isFixed} options={SCOPES} {...scope} />
      {scope.value !== 'default' && (
        <Field
          label={scope.value === 'app' ? 'App, by id' : 'Room, by id or uid'}
          required
          disabled={isFixed}
          {...id}
        />
      )}
      <div class={styles.pair}>
        <Field label="Days" hint="Empty: any age" type="number" min={0.001} step="any" {...days} />
        <Field
          label="Messages a room"
          hint="Empty: all"
          type="number"
          min={1}
          step={1}
          {...count}
        />
      </div>
      <p>Messages beyond the rule are deleted permanently; a preview shows how many.</p>
    </Form>
  );
}
