import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { SelectField, useField } from '../../design/field.tsx';
import { KeyIcon } from '../../design/icons.ts';
import { useTask } from '../../design/use-task.ts';
import { formatCount } from '../../lib/language.ts';
import { isOperator, run } from '../model/api.ts';
import type { Key } from '../model/commands.ts';
import { listHref } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { Confirm, DialogButton, Form } from '../parts/dialog.tsx';
import { List } from '../parts/list.tsx';
import { ErrorBox, Facts, Panel } from '../parts/panel.tsx';
import { showSecret } from '../parts/secret.tsx';
import type { Column } from '../parts/table.tsx';
import { Ago, At } from '../parts/when.tsx';
import styles from './view.module.css';
import { Heading, Lead } from './view.tsx';

/** An app by its name, and its keys: created, rotated, revoked. */
export function AppView({ id }: { readonly id: string }) {
  const result = useCommand('keys', { app: id });
  // The built-in app is not stored, and has no name but its id.
  const { data: app } = useCommand('app', { app: id });
  const name = app?.name ?? id;
  const creating = useTask();
  const canOperate = isOperator();
  const onCreated = ({ key }: { readonly key: string }) => {
    showSecret('The new key', 'API key', key);
    result.reload();
  };
  const create = async () => onCreated(await run('create-key', { app: id }));
  const revoke = (key: Key) => (
    <Confirm
      title="Revoke this key?"
      action="Revoke"
      onConfirm={() => run('revoke-key', { app: id, key: key.id })}
      done="The key is revoked"
      onDone={result.reload}
    >
      <code>{key.prefix}…</code> of <strong>{name}</strong> expires at once: its calls are refused
      and its connections closed. Other keys stay.
    </Confirm>
  );
  const columns: readonly Column<Key>[] = [
    {
      label: 'Key',
      cell: ({ id: key, prefix }) => (
        <div class={styles.stack}>
          <code>{prefix === '' ? '(created by an older version)' : `${prefix}…`}</code>
          <span class={styles.quiet}>id {key}</span>
        </div>
      ),
    },
    { label: 'State', cell: (key) => <State of={key} /> },
    { label: 'Created', cell: ({ createdAt }) => <At at={createdAt} /> },
    { label: 'Last used', cell: ({ lastUsedAt }) => <Ago at={lastUsedAt} /> },
    { label: 'Expires', cell: ({ expiresAt }) => <At at={expiresAt} /> },
    {
      label: 'Actions',
      isActions: true,
      cell: (key) =>
        canOperate &&
        key.isValid && <DialogButton size="small" label="Revoke" dialog={revoke(key)} />,
    },
  ];
  return (
    <>
      <Heading title={name} back={{ href: listHref('apps'), label: 'Apps' }}>
        {canOperate && (
          <>
            <Button disabled={creating.isBusy} onClick={() => creating.run(create)}>
              New key
            </Button>
            <DialogButton label="Rotate" dialog={<Rotate {...{ name, onCreated }} app={id} />} />
          </>
        )}
      </Heading>
      {app !== null && (
        <Panel>
          <Facts
            facts={{
              Id: <code>{id}</code>,
              Rooms: formatCount(app.rooms),
              Users: formatCount(app.users),
              Created: <At at={app.createdAt} />,
            }}
          />
        </Panel>
      )}
      <Lead>
        A key acts for the whole app. Rotating creates a new one and lets the others expire; when a
        key expires, the connections that it opened are closed.
      </Lead>
      <ErrorBox text={creating.error} />
      <List
        title="Keys"
        label="Keys"
        result={result}
        columns={columns}
        keyOf={(key) => key.id}
        empty={{
          icon: KeyIcon,
          title: 'This app has no keys',
          text: 'Nothing can act for it without one.',
        }}
      />
    </>
  );
}

function State({ of: key }: { readonly of: Key }) {
  if (!key.isValid) return <Badge tone="red">ended</Badge>;
  return key.expiresAt === null ? (
    <Badge tone="green">valid</Badge>
  ) : (
    <Badge tone="amber">ending</Badge>
  );
}

const GRACES = [
  { value: '0', label: 'At once' },
  { value: '3600000', label: 'In an hour' },
  { value: '86400000', label: 'In a day' },
  { value: '604800000', label: 'In a week' },
] as const;

interface RotateProps {
  readonly app: string;
  readonly name: string;
  readonly onCreated: (made: { readonly key: string }) => void;
}

function Rotate({ app, name, onCreated }: RotateProps) {
  const grace = useField('86400000');
  const rotate = async () =>
    onCreated(await run('rotate-key', { app, graceMs: Number(grace.value) }));
  return (
    <Form title={`Rotate the keys of ${name}`} action="Rotate" onSubmit={rotate}>
      <SelectField
        label="The present keys expire"
        options={GRACES}
        hint="Put the new key into the app before that"
        {...grace}
      />
    </Form>
  );
}
