import { Badge } from '../../design/badge.tsx';
import { Checkbox } from '../../design/field.tsx';
import { UserIcon } from '../../design/icons.ts';
import { isOperator } from '../model/api.ts';
import type { User } from '../model/commands.ts';
import { useListQuery } from '../model/list-query.ts';
import { href, route } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { Roles } from '../parts/badges.tsx';
import { DialogButton } from '../parts/dialog.tsx';
import { AppSelect, List, Search } from '../parts/list.tsx';
import type { Column } from '../parts/table.tsx';
import { At } from '../parts/when.tsx';
import { NewUser } from './new-user.tsx';
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
  const query = useListQuery();
  const roles = query.field('roles');
  const withRoles = roles.value !== '';
  const result = useCommand('users', {
    ...query.page,
    ...query.filters('text', 'app'),
    ...(withRoles && { withRoles }),
  });
  return (
    <>
      <Heading title="Users">
        {isOperator() && <DialogButton kind="primary" label="Create user" dialog={<NewUser />} />}
      </Heading>
      <Tools>
        <Search label="Name, username or id" {...query.field('text')} />
        <AppSelect {...query.field('app')} />
        <Checkbox isChecked={withRoles} onChange={(isOn) => roles.onValue(isOn ? 'yes' : '')}>
          With roles
        </Checkbox>
      </Tools>
      <List
        label="Users"
        {...{ result, query }}
        columns={COLUMNS}
        keyOf={({ app, id }) => `${app} ${id}`}
        empty={{
          icon: UserIcon,
          title: 'No users yet',
          text: 'Visitors without an account are not stored; their messages are.',
        }}
      />
    </>
  );
}
