import type { GlobalRole } from '@koine/contract';
import { Field, SelectField, useField } from '../../design/field.tsx';
import { toast } from '../../design/toast.tsx';
import { run } from '../model/api.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { ROLES } from '../parts/badges.tsx';
import { Form } from '../parts/dialog.tsx';
import { showSecret } from '../parts/secret.tsx';
import styles from './view.module.css';

const BUILT_IN = 'default';
const ROLE_OPTIONS: readonly { readonly value: GlobalRole | ''; readonly label: string }[] = [
  { value: '', label: 'None' },
  ...ROLES.toReversed().map(({ role, about }) => ({ value: role, label: `${role}: ${about}` })),
];

/** Creates an account that signs in with a password, or a user of an app under the app's own id. */
export function NewUser() {
  const { data: apps } = useCommand('apps', { limit: 200 });
  const app = useField(BUILT_IN);
  const id = useField('');
  const name = useField('');
  const password = useField('');
  const role = useField<GlobalRole | ''>('');
  const isAccount = app.value === BUILT_IN;
  const create = async () => {
    const wanted = id.value.trim();
    const named = name.value.trim() === '' ? {} : { name: name.value.trim() };
    const created = isAccount
      ? await run('create-account', {
          username: wanted,
          ...named,
          ...(password.value !== '' && { password: password.value }),
          ...(role.value !== '' && { roles: [role.value] }),
        })
      : await run('create-user', { app: app.value, id: wanted, ...named });
    toast(`${wanted} is created`, 'success');
    if ('password' in created && created.password !== null)
      showSecret(`The password of ${wanted}`, 'Password', created.password);
    location.hash = href('users', app.value, created.id);
  };
  const others = (apps?.items ?? []).filter((one) => one.id !== BUILT_IN);
  return (
    <Form title="Create user" action="Create" onSubmit={create}>
      <SelectField
        label="App"
        options={[
          { value: BUILT_IN, label: 'Built-in app: an account' },
          ...others.map((one) => ({ value: one.id, label: `${one.name} (${one.id})` })),
        ]}
        {...app}
      />
      <div class={styles.pair}>
        <Field label={isAccount ? 'Username' : 'Id'} required autocomplete="off" {...id} />
        <Field
          label="Display name"
          hint={isAccount ? 'Empty: the username' : 'Empty: the id'}
          {...name}
        />
      </div>
      {isAccount && (
        <div class={styles.pair}>
          <Field
            label="Password"
            type="password"
            autocomplete="new-password"
            hint="Empty: one is generated and shown once"
            {...password}
          />
          <SelectField label="Role" options={ROLE_OPTIONS} {...role} />
        </div>
      )}
    </Form>
  );
}
