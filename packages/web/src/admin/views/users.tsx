import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { UserIcon } from '../../design/icons.ts';
import type { User } from '../model/answers.ts';
import { href, route } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import form from '../parts/form.module.css';
import { AppSelect, PAGE_SIZE, Pager, Search } from '../parts/list-tools.tsx';
import { Loaded, Panel } from '../parts/panel.tsx';
import { Roles } from '../parts/roles.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { At } from '../parts/when.tsx';
import { UserView } from './user.tsx';
import styles from './view.module.css';
import { Heading, Tools } from './view.tsx';

export function UsersView() {
  const [app, id] = route.value.rest;
  if (app === undefined || id === undefined) return <UserList />;
  return <UserView key={`${app} ${id}`} app={app} id={id} />;
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

function UserList() {
  const [text, setText] = useState('');
  const [app, setApp] = useState('');
  const [withRoles, setWithRoles] = useState(false);
  const [offset, setOffset] = useState(0);
  const answer = useCommand('users', {
    limit: PAGE_SIZE,
    offset,
    ...(text !== '' && { text }),
    ...(app !== '' && { app }),
    ...(withRoles && { withRoles }),
  });
  return (
    <>
      <Heading title="Users" />
      <Tools>
        <Search
          label="Name, username or id"
          value={text}
          onChange={(next) => {
            setText(next);
            setOffset(0);
          }}
        />
        <AppSelect
          value={app}
          onChange={(next) => {
            setApp(next);
            setOffset(0);
          }}
        />
        <label class={form.check}>
          <input
            type="checkbox"
            checked={withRoles}
            onChange={(event) => {
              setWithRoles(event.currentTarget.checked);
              setOffset(0);
            }}
          />
          With roles
        </label>
      </Tools>
      <Panel>
        <Loaded
          answer={answer}
          isEmpty={({ items }) => items.length === 0}
          empty={{
            icon: UserIcon,
            title: text === '' ? 'No users yet' : 'Nobody is called so',
            text: (
              <p>Visitors who only bring a name of their own are not stored; their messages are.</p>
            ),
          }}
        >
          {({ items, total }) => (
            <>
              <Table
                label="Users"
                columns={COLUMNS}
                rows={items}
                keyOf={({ app: of, id }) => `${of} ${id}`}
                isStale={answer.isLoading}
              />
              <Pager offset={offset} shown={items.length} total={total} onGo={setOffset} />
            </>
          )}
        </Loaded>
      </Panel>
    </>
  );
}
