import type { GlobalRole } from '@koine/contract';
import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Checkbox } from '../../design/field.tsx';
import { toast } from '../../design/toast.tsx';
import { formatCount } from '../../lib/language.ts';
import { isOperator, run } from '../model/api.ts';
import type { Output, User } from '../model/commands.ts';
import { go, href, listHref } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { ROLES, Roles } from '../parts/badges.tsx';
import { Confirm, DialogButton, Form } from '../parts/dialog.tsx';
import { CountedPanel, Facts, Loaded, Panel } from '../parts/panel.tsx';
import { showSecret } from '../parts/secret.tsx';
import { Table } from '../parts/table.tsx';
import { At } from '../parts/when.tsx';
import { ROOM_COLUMNS } from './rooms.tsx';
import { SanctionDialog } from './sanction-dialog.tsx';
import { SanctionsPanel } from './sanction-table.tsx';
import { UserMessages } from './user-messages.tsx';
import styles from './view.module.css';
import { Heading } from './view.tsx';

/** One user and the actions on them. Users who are not stored can still be banned. */
export function UserView({ app, id }: { readonly app: string; readonly id: string }) {
  const result = useCommand('user', { app, id });
  const [revision, setRevision] = useState(0);
  const onChange = () => {
    result.reload();
    setRevision(revision + 1);
  };
  if (result.data !== null || result.code !== 'userNotFound')
    return (
      <Loaded result={result}>
        {(details) => <Details {...{ details, revision, onChange }} />}
      </Loaded>
    );
  const user = { app, id, name: id };
  const ban = <SanctionDialog user={user} onDone={onChange} />;
  return (
    <>
      <Heading title={id} back={{ href: listHref('users'), label: 'Users' }}>
        <DialogButton label="Ban or mute" dialog={ban} />
      </Heading>
      <Panel>
        <p class={styles.none}>
          App {app} has no stored user with this id: a visitor without an account, or a deleted
          user. Bans and mutes apply to everyone who uses it.
        </p>
      </Panel>
      <UserMessages key={revision} author={user} onBan={onChange} />
    </>
  );
}

interface DetailsProps {
  readonly details: Output<'user'>;
  /** Rises with each change to the user: their messages may be gone with it. */
  readonly revision: number;
  readonly onChange: () => void;
}

function Details({ details, revision, onChange }: DetailsProps) {
  const { user, rooms, sanctions, signIns } = details;
  const ref = { app: user.app, id: user.id };
  const account = user.username ?? user.name;
  const signOut = (
    <Confirm
      title={`Sign out ${user.name}?`}
      action="Sign out everywhere"
      onConfirm={async () => {
        const { ended } = await run('sign-out-user', ref);
        toast(`${formatCount(ended)} sign-ins of ${user.name} have ended`, 'success');
        onChange();
      }}
    >
      All {formatCount(signIns.length)} sign-ins of <strong>{user.name}</strong> end now, also where
      they are connected. They may sign in again.
    </Confirm>
  );
  const resetPassword = (
    <Confirm
      title={`Reset the password of ${user.name}?`}
      action="Reset password"
      onConfirm={async () => {
        const { password } = await run('set-password', { user: user.id });
        if (password !== null) showSecret(`The new password of ${account}`, 'Password', password);
        onChange();
      }}
    >
      <strong>{account}</strong> gets a new password, which is shown to you once, and the old one is
      no longer valid. Their {formatCount(signIns.length)} sign-ins end now, also where they are
      connected.
    </Confirm>
  );
  const remove = (
    <Confirm
      title={`Delete ${user.name}?`}
      action="Delete user"
      typed={user.username ?? user.id}
      onConfirm={() => run('delete-user', ref)}
      done={`${user.name} is deleted`}
      onDone={() => go('users')}
    >
      The user <strong>{user.name}</strong> and their sign-ins are deleted permanently. Their
      messages stay, under their name.
    </Confirm>
  );
  const ban = <SanctionDialog user={{ ...ref, name: account }} onDone={onChange} />;
  return (
    <>
      <Heading title={user.name} back={{ href: listHref('users'), label: 'Users' }}>
        <DialogButton label="Ban or mute" dialog={ban} />
        {isOperator() && (
          <>
            {user.kind === 'registered' && (
              <>
                <DialogButton
                  label="Roles"
                  dialog={<RolesDialog user={user} onDone={onChange} />}
                />
                <DialogButton label="Reset password" dialog={resetPassword} />
              </>
            )}
            <DialogButton
              label="Sign out everywhere"
              disabled={signIns.length === 0}
              dialog={signOut}
            />
            <DialogButton label="Delete user" dialog={remove} />
          </>
        )}
      </Heading>
      <Panel>
        <Facts
          facts={{
            Id: <code>{user.id}</code>,
            Username: user.username ?? '—',
            App: <a href={href('apps', user.app)}>{user.app}</a>,
            Kind: <Badge>{user.kind}</Badge>,
            Roles: <Roles roles={user.roles} />,
            Since: <At at={user.createdAt} />,
          }}
        />
      </Panel>
      <SanctionsPanel
        title="Bans and mutes"
        none="Not banned or muted anywhere."
        {...{ sanctions, onChange }}
      />
      <UserMessages
        key={revision}
        author={{ ...ref, name: user.name }}
        account={account}
        onBan={onChange}
      />
      <CountedPanel title="Rooms" count={rooms.length} none="Member of no room.">
        <Table label="Rooms" columns={ROOM_COLUMNS} rows={rooms} keyOf={({ id }) => id} />
      </CountedPanel>
      <CountedPanel title="Sign-ins" count={signIns.length} none="Not signed in anywhere.">
        <ul class={styles.people}>
          {signIns.map(({ fingerprint, createdAt, expiresAt }) => (
            <li key={fingerprint}>
              <span class={styles.mono}>{fingerprint}…</span>
              <span class={styles.quiet}>
                since <At at={createdAt} />, until <At at={expiresAt} never="signed out" />
              </span>
            </li>
          ))}
        </ul>
      </CountedPanel>
    </>
  );
}

function RolesDialog({ user, onDone }: { readonly user: User; readonly onDone: () => void }) {
  const [roles, setRoles] = useState<readonly GlobalRole[]>(user.roles);
  return (
    <Form
      title={`Roles of ${user.name}`}
      action="Save"
      onSubmit={() => run('set-roles', { app: user.app, id: user.id, roles: [...roles] })}
      done={`The roles of ${user.name} are changed`}
      onDone={onDone}
    >
      {ROLES.map(({ role, about }) => (
        <Checkbox
          key={role}
          isChecked={roles.includes(role)}
          onChange={(isOn) => {
            const others = roles.filter((other) => other !== role);
            setRoles(isOn ? [...others, role] : others);
          }}
        >
          <strong>{role}</strong>: {about}
        </Checkbox>
      ))}
    </Form>
  );
}
