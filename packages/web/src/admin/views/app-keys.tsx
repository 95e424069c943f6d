import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { SelectField } from '../../design/field.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { KeyIcon } from '../../design/icons.ts';
import { toast } from '../../design/toast.tsx';
import { useTask } from '../../design/use-task.ts';
import { formatCount } from '../../lib/language.ts';
import { isOperator, run } from '../model/api.ts';
import type { Key } from '../model/commands.ts';
import { listHref } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { Confirm } from '../parts/confirm.tsx';
import { NewSecret } from '../parts/new-secret.tsx';
import { ErrorBox, Facts, Loaded, Panel } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Ago, At } from '../parts/when.tsx';
import styles from './view.module.css';
import { Heading, Lead } from './view.tsx';

/** An app by its name, and its keys: made, rotated, revoked. */
export function AppView({ id }: { readonly id: string }) {
  const answer = useCommand('keys', { app: id });
  // The built-in app is not stored, and has no name but its id.
  const { data: app } = useCommand('app', { app: id });
  const name = app?.name ?? id;
  const [isRotating, setRotating] = useState(false);
  const [revoked, setRevoked] = useState<Key | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const creating = useTask();
  const canOperate = isOperator();
  const shown = (key: string) => {
    setSecret(key);
    answer.reload();
  };
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
        canOperate && key.isValid ? (
          <Button size="small" onClick={() => setRevoked(key)}>
            Revoke
          </Button>
        ) : null,
    },
  ];
  return (
    <>
      <Heading title={name} back={{ href: listHref('apps'), label: 'Apps' }}>
        {canOperate && (
          <>
            <Button
              disabled={creating.isBusy}
              onClick={() =>
                creating.run(async () => shown((await run('create-key', { app: id })).key))
              }
            >
              New key
            </Button>
            <Button onClick={() => setRotating(true)}>Rotate</Button>
          </>
        )}
      </Heading>
      {app !== null && (
        <Panel>
          <Facts
            facts={[
              ['Id', <code key="id">{id}</code>],
              ['Rooms', formatCount(app.rooms)],
              ['Users', formatCount(app.users)],
              ['Created', <At key="made" at={app.createdAt} />],
            ]}
          />
        </Panel>
      )}
      <Lead>
        A key acts for the whole app. Rotating creates a new one and lets the others expire; when a
        key expires, the connections that it opened are closed.
      </Lead>
      <ErrorBox text={creating.error} />
      <Panel title="Keys">
        <Loaded
          answer={answer}
          isEmpty={({ items }) => items.length === 0}
          empty={{
            icon: KeyIcon,
            title: 'This app has no keys',
            text: <p>Nothing can act for it without one.</p>,
          }}
        >
          {({ items }) => (
            <Table label="Keys" columns={columns} rows={items} keyOf={(key) => key.id} />
          )}
        </Loaded>
      </Panel>
      {isRotating && (
        <Rotate {...{ name }} app={id} onCreated={shown} onClose={() => setRotating(false)} />
      )}
      {secret !== null && (
        <NewSecret
          title="The new key"
          label="API key"
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
      {revoked !== null && (
        <Confirm
          title="Revoke this key?"
          action="Revoke"
          onClose={() => setRevoked(null)}
          onConfirm={async () => {
            await run('revoke-key', { app: id, key: revoked.id });
            toast('The key is revoked', 'success');
            answer.reload();
          }}
        >
          <code>{revoked.prefix}…</code> of <strong>{name}</strong> expires at once: its calls are
          refused and its connections closed. Other keys stay.
        </Confirm>
      )}
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

function Rotate({
  app,
  name,
  onCreated,
  onClose,
}: {
  readonly app: string;
  readonly name: string;
  readonly onCreated: (key: string) => void;
  readonly onClose: () => void;
}) {
  const [grace, setGrace] = useState('86400000');
  const rotate = async () => {
    const { key } = await run('rotate-key', { app, graceMs: Number(grace) });
    onCreated(key);
  };
  return (
    <FormDialog
      title={`Rotate the keys of ${name}`}
      action="Rotate"
      onSubmit={rotate}
      onClose={onClose}
    >
      <SelectField
        label="The present keys expire"
        value={grace}
        options={GRACES}
        onValue={setGrace}
        hint="Put the new key into the app before that"
      />
    </FormDialog>
  );
}
