import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { KeyIcon } from '../../design/icons.ts';
import type { App } from '../model/answers.ts';
import { caller, run } from '../model/api.ts';
import { useListQuery } from '../model/list-query.ts';
import { href, route } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { count } from '../model/words.ts';
import { PAGE_SIZE, Pager, Search } from '../parts/list-tools.tsx';
import { NewSecret } from '../parts/new-secret.tsx';
import { Loaded, Panel } from '../parts/panel.tsx';
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
  { label: 'Rooms', isNumber: true, cell: ({ rooms }) => count(rooms) },
  { label: 'Users', isNumber: true, cell: ({ users }) => count(users) },
  { label: 'Valid keys', isNumber: true, cell: ({ keys }) => count(keys) },
  { label: 'Made', cell: ({ createdAt }) => <At at={createdAt} /> },
];

function AppList() {
  const query = useListQuery();
  const { offset } = query;
  const [isMaking, setMaking] = useState(false);
  const [key, setKey] = useState<string | null>(null);
  const answer = useCommand('apps', { limit: PAGE_SIZE, offset, ...query.filters('text') });
  return (
    <>
      <Heading title="Apps and keys">
        {caller.value?.level === 'rule' && (
          <Button kind="primary" onClick={() => setMaking(true)}>
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
      <Panel>
        <Loaded
          answer={answer}
          isEmpty={({ total }) => total === 0}
          empty={{
            icon: KeyIcon,
            title: 'No app is called so',
            text: <p>Try a part of its name.</p>,
          }}
        >
          {({ items, total }) => (
            <>
              <Table
                label="Apps"
                columns={COLUMNS}
                rows={items}
                keyOf={({ id }) => id}
                isStale={answer.isLoading}
              />
              <Pager offset={offset} shown={items.length} total={total} onGo={query.go} />
            </>
          )}
        </Loaded>
      </Panel>
      {isMaking && (
        <NewApp
          onMade={(made) => {
            setKey(made);
            answer.reload();
          }}
          onClose={() => setMaking(false)}
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
  onMade,
  onClose,
}: {
  readonly onMade: (key: string) => void;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState('');
  const [id, setId] = useState('');
  const make = async () => {
    const made = await run('create-app', { name, ...(id.trim() !== '' && { id: id.trim() }) });
    onMade(made.key);
  };
  return (
    <FormDialog title="New app" action="Make the app" onSubmit={make} onClose={onClose}>
      <Field label="Name" required value={name} onValue={setName} />
      <Field
        label="Id"
        hint="1-64 of A-Z a-z 0-9 _ . -; empty: one is made up"
        value={id}
        onValue={setId}
      />
    </FormDialog>
  );
}
