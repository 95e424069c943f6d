import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { KeyIcon } from '../../design/icons.ts';
import { formatCount } from '../../lib/language.ts';
import { isOperator, run } from '../model/api.ts';
import type { App } from '../model/commands.ts';
import { useListQuery } from '../model/list-query.ts';
import { href, route } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { ListPanel } from '../parts/list-panel.tsx';
import { PAGE_SIZE, Search } from '../parts/list-tools.tsx';
import { NewSecret } from '../parts/new-secret.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { At } from '../parts/when.tsx';
import { AppView } from './app-keys.tsx';
import styles from './view.module.css';
import { Heading, Tools } from './view.tsx';

export function AppsView() {
  const [id] = route.value.rest;
  return id === undefined || id === '' ? <AppList /> : <AppView key={id} id={id} />;
}

const COLUMNS: readonly Column<App>[] = [
  {
    label: 'App',
    cell: ({ id, name }) => (
      <div class={styles.stack}>
        <a href={href('apps', id)}>{name}</a>
        <span class={styles.quiet}>{id}</span>
      </div>
    ),
  },
  { label: 'Rooms', isNumber: true, cell: ({ rooms }) => formatCount(rooms) },
  { label: 'Users', isNumber: true, cell: ({ users }) => formatCount(users) },
  { label: 'Valid keys', isNumber: true, cell: ({ keys }) => formatCount(keys) },
  { label: 'Created', cell: ({ createdAt }) => <At at={createdAt} /> },
];

function AppList() {
  const query = useListQuery();
  const { offset } = query;
  const [isCreating, setCreating] = useState(false);
  const [key, setKey] = useState<string | null>(null);
  const answer = useCommand('apps', { limit: PAGE_SIZE, offset, ...query.filters('text') });
  return (
    <>
      <Heading title="Apps and keys">
        {isOperator() && (
          <Button kind="primary" onClick={() => setCreating(true)}>
            New app
          </Button>
        )}
      </Heading>
      <Tools>
        <Search
          label="Name or id"
          value={query.get('text')}
          onChange={(next) => query.filter('text', next)}
        />
      </Tools>
      <ListPanel
        answer={answer}
        query={query}
        empty={{
          icon: KeyIcon,
          title: 'No matches',
          text: <p>Try a part of its name.</p>,
        }}
      >
        {(items) => (
          <Table
            label="Apps"
            columns={COLUMNS}
            rows={items}
            keyOf={({ id }) => id}
            isStale={answer.isLoading}
          />
        )}
      </ListPanel>
      {isCreating && (
        <NewApp
          onCreated={(made) => {
            setKey(made);
            answer.reload();
          }}
          onClose={() => setCreating(false)}
        />
      )}
      {key !== null && (
        <NewSecret
          title="The app’s first key"
          label="API key"
          secret={key}
          onClose={() => setKey(null)}
        />
      )}
    </>
  );
}

function NewApp({
  onCreated,
  onClose,
}: {
  readonly onCreated: (key: string) => void;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState('');
  const [id, setId] = useState('');
  const make = async () => {
    const made = await run('create-app', { name, ...(id.trim() !== '' && { id: id.trim() }) });
    onCreated(made.key);
  };
  return (
    <FormDialog title="New app" action="Create app" onSubmit={make} onClose={onClose}>
      <Field label="Name" required value={name} onValue={setName} />
      <Field
        label="Id"
        hint="1-64 of A-Z a-z 0-9 _ . -; empty: one is generated"
        value={id}
        onValue={setId}
      />
    </FormDialog>
  );
}
