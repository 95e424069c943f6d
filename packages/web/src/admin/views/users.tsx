import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { UserIcon } from '../../design/icons.ts';
import { isOperator } from '../model/api.ts';
import type { User } from '../model/commands.ts';
import { useListQuery } from '../model/list-query.ts';
import { href, route } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import form from '../parts/form.module.css';
import { ListPanel } from '../parts/list-panel.tsx';
import { AppSelect, PAGE_SIZE, Search } from '../parts/list-tools.tsx';
import { NewSecret } from '../parts/new-secret.tsx';
import { Roles } from '../parts/roles.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { At } from '../parts/when.tsx';
import { NewUser } from './new-user.tsx';
import { UserView } from './user.tsx';
import styles from './view.module.css';
import { Heading, Tools } from './view.tsx';

export function UsersView() {
  const [app, id] = route.value.rest;
  // Here, since creating a user leads to their page, where the password is still shown.
  const [made, setMade] = useState<Made | null>(null);
  return (
    <>
      {app === undefined || id === undefined ? (
        <UserList onCreated={setMade} />
      ) : (
        <UserView key={`${app} ${id}`} app={app} id={id} />
      )}
      {made !== null && (
        <NewSecret
          title={`The password of ${made.name}`}
          label="Password"
          secret={made.password}
          onClose={() => setMade(null)}
        />
      )}
    </>
  );
}

interface Made {
  readonly name: string;
  readonly password: string;
}

const COLUMNS: readonly Column<User>[] = [
  {
    label: 'User',
    cell: (user) => (
      <div class={styles.stack}>
        <a href={href('users', user.app, user.id)}>{user.name}</a>
        <span class={styles.quiet}>{user.username ?? user.id}</span>
      </div>
    ),
  },
  { label: 'App', cell: ({ app }) => app },
  { label: 'Kind', cell: ({ kind }) => <Badge>{kind}</Badge> },
  { label: 'Roles', cell: ({ roles }) => <Roles roles={roles} /> },
  { label: 'Since', cell: ({ createdAt }) => <At at={createdAt} /> },
];

function UserList({ onCreated }: { readonly onCreated: (made: Made) => void }) {
  const query = useListQuery();
  const [isCreating, setCreating] = useState(false);
  const { offset } = query;
  const text = query.get('text');
  const withRoles = query.get('roles') !== '';
  const answer = useCommand('users', {
    limit: PAGE_SIZE,
    offset,
    ...query.filters('text', 'app'),
    ...(withRoles && { withRoles }),
  });
  return (
    <>
      <Heading title="Users">
        {isOperator() && (
          <Button kind="primary" onClick={() => setCreating(true)}>
            Create user
          </Button>
        )}
      </Heading>
      <Tools>
        <Search
          label="Name, username or id"
          value={text}
          onChange={(next) => query.filter('text', next)}
        />
        <AppSelect value={query.get('app')} onChange={(next) => query.filter('app', next)} />
        <label class={form.check}>
          <input
            type="checkbox"
            checked={withRoles}
            onChange={(event) => query.filter('roles', event.currentTarget.checked ? 'yes' : '')}
          />
          With roles
        </label>
      </Tools>
      <ListPanel
        answer={answer}
        query={query}
        empty={{
          icon: UserIcon,
          title: text === '' ? 'No users yet' : 'No matches',
          text: <p>Visitors without an account are not stored; their messages are.</p>,
        }}
      >
        {(items) => (
          <Table
            label="Users"
            columns={COLUMNS}
            rows={items}
            keyOf={({ app: of, id }) => `${of} ${id}`}
            isStale={answer.isLoading}
          />
        )}
      </ListPanel>
      {isCreating && (
        <NewUser
          onCreated={(name, password) => password !== null && onCreated({ name, password })}
          onClose={() => setCreating(false)}
        />
      )}
    </>
  );
}
