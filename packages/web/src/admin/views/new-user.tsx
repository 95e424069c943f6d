import { useState } from 'preact/hooks';
import { Field, SelectField } from '../../design/field.tsx';
import { toast } from '../../design/toast.tsx';
import type { Role } from '../model/answers.ts';
import { run } from '../model/api.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import form from '../parts/form.module.css';
import { FormDialog } from '../parts/form-dialog.tsx';

const BUILT_IN = 'default';
const ROLES: readonly { readonly value: Role | ''; readonly label: string }[] = [
  { value: '', label: 'None' },
  { value: 'super_mod', label: 'super_mod: keeps order in every room' },
  { value: 'admin', label: 'admin: reads this page, and keeps order' },
  { value: 'root', label: 'root: everything' },
];

/** An account that signs in with a password, or a user of an app under the id by which the app knows them. */
export function NewUser({
  onMade,
  onClose,
}: {
  /** `password`: one that was generated, shown once; `null`: none was. */
  readonly onMade: (name: string, password: string | null) => void;
  readonly onClose: () => void;
}) {
  const { data: apps } = useCommand('apps', { limit: 200 });
  const [app, setApp] = useState(BUILT_IN);
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role | ''>('');
  const isAccount = app === BUILT_IN;
  const make = async () => {
    const named = name.trim() === '' ? {} : { name: name.trim() };
    const made = isAccount
      ? await run('create-account', {
          username: id.trim(),
          ...named,
          ...(password !== '' && { password }),
          ...(role !== '' && { roles: [role] }),
        })
      : await run('create-user', { app, id: id.trim(), ...named });
    toast(`${id.trim()} is created`, 'success');
    onMade(id.trim(), 'password' in made ? made.password : null);
    location.hash = href('users', app, made.id);
  };
  const others = (apps?.items ?? []).filter((one) => one.id !== BUILT_IN);
  return (
    <FormDialog title="Create user" verb="Create" onSubmit={make} onClose={onClose}>
      <SelectField
        label="App"
        value={app}
        options={[
          { value: BUILT_IN, label: 'Built-in app: an account' },
          ...others.map((one) => ({ value: one.id, label: `${one.name} (${one.id})` })),
        ]}
        onChange={(event) => setApp(event.currentTarget.value)}
      />
      <div class={form.pair}>
        <Field
          label={isAccount ? 'Username' : 'Id'}
          required
          autocomplete="off"
          value={id}
          onInput={(event) => setId(event.currentTarget.value)}
        />
        <Field
          label="Display name"
          hint={isAccount ? 'Empty: the username' : 'Empty: the id'}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
      {isAccount && (
        <div class={form.pair}>
          <Field
            label="Password"
            type="password"
            autocomplete="new-password"
            hint="Empty: one is generated and shown once"
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
          <SelectField
            label="Role"
            value={role}
            options={ROLES}
            onChange={(event) =>
              setRole(ROLES.find(({ value }) => value === event.currentTarget.value)?.value ?? '')
            }
          />
        </div>
      )}
    </FormDialog>
  );
}
