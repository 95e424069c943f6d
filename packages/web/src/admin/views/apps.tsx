import { Field, useField } from '../../design/field.tsx';
import { KeyIcon } from '../../design/icons.ts';
import { formatCount } from '../../lib/language.ts';
import { isOperator, run } from '../model/api.ts';
import type { App } from '../model/commands.ts';
import { useListQuery } from '../model/list-query.ts';
import { href, route } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { DialogButton, Form } from '../parts/dialog.tsx';
import { List, Search } from '../parts/list.tsx';
import { showSecret } from '../parts/secret.tsx';
import type { Column } from '../parts/table.tsx';
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
  const result = useCommand('apps', { ...query.page, ...query.filters('text') });
  return (
    <>
      <Heading title="Apps and keys">
        {isOperator() && (
          <DialogButton kind="primary" label="New app" dialog={<NewApp onDone={result.reload} />} />
        )}
      </Heading>
      <Tools>
        <Search label="Name or id" {...query.field('text')} />
      </Tools>
      <List
        label="Apps"
        {...{ result, query }}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        empty={{ icon: KeyIcon, title: 'No matches', text: 'Try a part of its name.' }}
      />
    </>
  );
}

function NewApp({ onDone }: { readonly onDone: () => void }) {
  const name = useField('');
  const id = useField('');
  const create = async () => {
    const wanted = id.value.trim();
    const { key } = await run('create-app', {
      name: name.value,
      ...(wanted !== '' && { id: wanted }),
    });
    showSecret('The app’s first key', 'API key', key);
    onDone();
  };
  return (
    <Form title="New app" action="Create app" onSubmit={create}>
      <Field label="Name" required {...name} />
      <Field label="Id" hint="1-64 of A-Z a-z 0-9 _ . -; empty: one is generated" {...id} />
    </Form>
  );
}
