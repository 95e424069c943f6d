import type { GlobalRole } from '@koine/contract';
import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { toast } from '../../design/toast.tsx';
import { formatCount } from '../../lib/language.ts';
import { isOperator, run } from '../model/api.ts';
import type { Output, User } from '../model/commands.ts';
import type { Age } from '../model/message-age.ts';
import { go, href, listHref } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { Confirm } from '../parts/confirm.tsx';
import form from '../parts/form.module.css';
import { NewSecret } from '../parts/new-secret.tsx';
import { Facts, Loaded, Panel } from '../parts/panel.tsx';
import { Roles } from '../parts/roles.tsx';
import { At } from '../parts/when.tsx';
import { RoomTable } from './rooms.tsx';
import { SanctionDialog, SanctionTable } from './sanction-parts.tsx';
import { UserMessages } from './user-messages.tsx';
import styles from './view.module.css';
import { Heading } from './view.tsx';

const ROLES: readonly { readonly role: GlobalRole; readonly about: string }[] = [
  { role: 'root', about: 'everything, this page included' },
  { role: 'admin', about: 'reads this page, and moderates every room' },
  { role: 'super_mod', about: 'moderates every room' },
];

type Task = 'roles' | 'sanction' | 'cleanUp' | 'signOut' | 'password' | 'delete';

/** One user, and what can be done about them. Users who are not stored can still be banned. */
export function UserView({ app, id }: { readonly app: string; readonly id: string }) {
  const answer = useCommand('user', { app, id });
  const [banning, setBanning] = useState<Age | '' | null>(null);
  const [revision, setRevision] = useState(0);
  const reload = () => {
    answer.reload();
    setRevision(revision + 1);
  };
  const isUnknown = answer.data === null && answer.code === 'userNotFound';
  return (
    <>
      {isUnknown && (
        <>
          <Heading title={id} back={{ href: listHref('users'), label: 'Users' }}>
            <Button onClick={() => setBanning('')}>Ban or mute</Button>
          </Heading>
          <Panel>
            <p class={styles.none}>
              App {app} has no stored user with this id: a visitor without an account, or a deleted
              user. Bans and mutes apply to everyone who uses it.
            </p>
          </Panel>
          <UserMessages
            key={revision}
            author={{ app, id, name: id }}
            onBan={() => setBanning('1h')}
          />
        </>
      )}
      {!isUnknown && (
        <Loaded answer={answer}>
          {(details) => <Details {...{ details, revision }} onChange={reload} />}
        </Loaded>
      )}
      {banning !== null && (
        <SanctionDialog
          user={{ app, id, name: id }}
          deletes={banning}
          onDone={reload}
          onClose={() => setBanning(null)}
        />
      )}
    </>
  );
}

function Details({
  details,
  revision,
  onChange,
}: {
  readonly details: Output<'user'>;
  /** Rises when something was done about them: what they wrote may be gone with it. */
  readonly revision: number;
  readonly onChange: () => void;
}) {
  const { user, rooms, sanctions, signIns } = details;
  const [task, setTask] = useState<Task | null>(null);
  const ref = { app: user.app, id: user.id };
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => setTask(null);
  const canOperate = isOperator();
  return (
    <>
      <Heading title={user.name} back={{ href: listHref('users'), label: 'Users' }}>
        <Button onClick={() => setTask('sanction')}>Ban or mute</Button>
        {canOperate && (
          <>
            {user.kind === 'registered' && (
              <>
                <Button onClick={() => setTask('roles')}>Roles</Button>
                <Button onClick={() => setTask('password')}>Reset password</Button>
              </>
            )}
            <Button disabled={signIns.length === 0} onClick={() => setTask('signOut')}>
              Sign out everywhere
            </Button>
            <Button onClick={() => setTask('delete')}>Delete user</Button>
          </>
        )}
      </Heading>
      <Panel>
        <Facts
          facts={[
            ['Id', <code key="id">{user.id}</code>],
            ['Username', user.username ?? '—'],
            [
              'App',
              <a key="app" href={href('apps', user.app)}>
                {user.app}
              </a>,
            ],
            ['Kind', <Badge key="kind">{user.kind}</Badge>],
            ['Roles', <Roles key="roles" roles={user.roles} />],
            ['Since', <At key="since" at={user.createdAt} />],
          ]}
        />
      </Panel>
      <Panel title="Bans and mutes" aside={formatCount(sanctions.length)}>
        {sanctions.length === 0 ? (
          <p class={styles.none}>Not banned or muted anywhere.</p>
        ) : (
          <SanctionTable sanctions={sanctions} onChange={onChange} />
        )}
      </Panel>
      <UserMessages
        key={revision}
        author={{ ...ref, name: user.name }}
        onBan={() => setTask('cleanUp')}
      />
      <Panel title="Rooms" aside={formatCount(rooms.length)}>
        {rooms.length === 0 ? (
          <p class={styles.none}>Member of no room.</p>
        ) : (
          <RoomTable rooms={rooms} />
        )}
      </Panel>
      <Panel title="Sign-ins" aside={formatCount(signIns.length)}>
        {signIns.length === 0 ? (
          <p class={styles.none}>Not signed in anywhere.</p>
        ) : (
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
        )}
      </Panel>
      {(task === 'sanction' || task === 'cleanUp') && (
        <SanctionDialog
          user={{ ...ref, name: user.username ?? user.name }}
          deletes={task === 'cleanUp' ? '1h' : ''}
          onDone={onChange}
          onClose={close}
        />
      )}
      {task === 'roles' && <RolesDialog user={user} onDone={onChange} onClose={close} />}
      {task === 'signOut' && (
        <Confirm
          title={`Sign out ${user.name}?`}
          action="Sign out everywhere"
          onClose={close}
          onConfirm={async () => {
            const { ended } = await run('sign-out-user', ref);
            toast(`${formatCount(ended)} sign-ins of ${user.name} have ended`, 'success');
            onChange();
          }}
        >
          All {formatCount(signIns.length)} sign-ins of <strong>{user.name}</strong> end now, also
          where they are connected. They may sign in again.
        </Confirm>
      )}
      {task === 'password' && (
        <Confirm
          title={`Reset the password of ${user.name}?`}
          action="Reset password"
          onClose={close}
          onConfirm={async () => {
            const { password } = await run('set-password', { user: user.id });
            setSecret(password);
            onChange();
          }}
        >
          <strong>{user.username ?? user.name}</strong> gets a new password, which is shown to you
          once, and the old one is no longer valid. Their {formatCount(signIns.length)} sign-ins end
          now, also where they are connected.
        </Confirm>
      )}
      {secret !== null && (
        <NewSecret
          title={`The new password of ${user.username ?? user.name}`}
          label="Password"
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
      {task === 'delete' && (
        <Confirm
          title={`Delete ${user.name}?`}
          action="Delete user"
          typed={user.username ?? user.id}
          onClose={close}
          onConfirm={async () => {
            await run('delete-user', ref);
            toast(`${user.name} is deleted`, 'success');
            go('users');
          }}
        >
          The user <strong>{user.name}</strong> and their sign-ins are deleted permanently. Their
          messages stay, under their name.
        </Confirm>
      )}
    </>
  );
}

function RolesDialog({
  user,
  onDone,
  onClose,
}: {
  readonly user: User;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const [roles, setRoles] = useState<readonly GlobalRole[]>(user.roles);
  const save = async () => {
    await run('set-roles', { app: user.app, id: user.id, roles: [...roles] });
    toast(`The roles of ${user.name} are changed`, 'success');
    onDone();
  };
  return (
    <FormDialog title={`Roles of ${user.name}`} action="Save" onSubmit={save} onClose={onClose}>
      {ROLES.map(({ role, about }) => (
        <label key={role} class={form.check}>
          <input
            type="checkbox"
            checked={roles.includes(role)}
            onChange={(event) =>
              setRoles(
                event.currentTarget.checked
                  ? [...roles, role]
                  : roles.filter((other) => other !== role),
              )
            }
          />
          <span>
            <strong>{role}</strong>: {about}
          </span>
        </label>
      ))}
    </FormDialog>
  );
}
