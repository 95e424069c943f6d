import type { GlobalRole } from '@koine/contract';
import { useState } from 'preact/hooks';
import { Field, SelectField } from '../../design/field.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { toast } from '../../design/toast.tsx';
import { run } from '../model/api.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import form from '../parts/form.module.css';

const BUILT_IN = 'default';
const ROLES: readonly { readonly value: GlobalRole | ''; readonly label: string }[] = [
  { value: '', label: 'None' },
  { value: 'super_mod', label: 'super_mod: moderates every room' },
  { value: 'admin', label: 'admin: reads this page, moderates every room' },
  { value: 'root', label: 'root: everything' },
];

/** An account that signs in with a password, or a user of an app under the id by which the app knows them. */
export function NewUser({
  onCreated,
  onClose,
}: {
  /** `password`: one that was generated, shown once; `null`: none was. */
  readonly onCreated: (name: string, password: string | null) => void;
  readonly onClose: () => void;
}) {
  const { data: apps } = useCommand('apps', { limit: 200 });
  const [app, setApp] = useState(BUILT_IN);
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<GlobalRole | ''>('');
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
    onCreated(id.trim(), 'password' in made ? made.password : null);
    location.hash = href('users', app, made.id);
  };
  const others = (apps?.items ?? []).filter((one) => one.id !== BUILT_IN);
  return (
    <FormDialog title="Create user" action="Create" onSubmit={make} onClose={onClose}>
      <SelectField
        label="App"
        value={app}
        options={[
          { value: BUILT_IN, label: 'Built-in app: an account' },
          ...others.map((one) => ({ value: one.id, label: `${one.name} (${one.id})` })),
        ]}
        onValue={setApp}
      />
      <div class={form.pair}>
        <Field
          label={isAccount ? 'Username' : 'Id'}
          required
          autocomplete="off"
          value={id}
          onValue={setId}
        />
        <Field
          label="Display name"
          hint={isAccount ? 'Empty: the username' : 'Empty: the id'}
          value={name}
          onValue={setName}
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
            onValue={setPassword}
          />
          <SelectField label="Role" value={role} options={ROLES} onValue={setRole} />
        </div>
      )}
    </FormDialog>
  );
}
