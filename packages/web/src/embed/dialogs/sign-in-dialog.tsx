import { useState } from 'preact/hooks';
import type { SignIn } from '../../chat/types.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { FormError } from '../../design/form-dialog.tsx';
import { TabPanel, Tabs } from '../../design/tabs.tsx';
import { useTask } from '../../design/use-task.ts';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import { unwrap } from '../unwrap.ts';
import styles from './dialogs.module.css';

const TABS = [
  { id: 'signIn', label: strings.HAVE_ACCOUNT },
  { id: 'register', label: strings.CREATE_ACCOUNT },
] as const;

/** As a guest, or with a username and a password. */
export function SignInDialog({ onClose }: { readonly onClose: () => void }) {
  const { chat } = useEmbed();
  const [tab, setTab] = useState<(typeof TABS)[number]['id']>('signIn');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { isBusy, error, run, reset } = useTask();
  const isNew = tab === 'register';
  const isGuest = chat.me.value?.roles.includes('guest') === true;
  const signIn = async (how: SignIn) => {
    if (await run(() => unwrap(chat.signIn(how)))) onClose();
  };
  return (
    <Dialog title={strings.SIGN_IN} onClose={onClose}>
      <Tabs
        label={strings.SIGN_IN_WAYS}
        tabs={TABS}
        selected={tab}
        onSelect={(next) => {
          reset();
          setTab(next);
        }}
        name="sign-in"
      />
      <TabPanel name="sign-in" id={tab}>
        <form
          class={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            void signIn({ by: isNew ? 'registration' : 'password', username, password });
          }}
        >
          <Field
            label={strings.USERNAME}
            autofocus
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellcheck={false}
            required
            value={username}
            hint={isNew ? strings.USERNAME_RULES : undefined}
            onValue={setUsername}
          />
          <Field
            label={strings.PASSWORD}
            name="password"
            type="password"
            autoComplete={isNew ? 'new-password' : 'current-password'}
            required
            value={password}
            hint={isNew ? strings.PASSWORD_RULES : undefined}
            onValue={setPassword}
          />
          <FormError text={error} />
          <Button type="submit" kind="primary" disabled={isBusy}>
            {isNew ? strings.CREATE_ACCOUNT : strings.SIGN_IN}
          </Button>
        </form>
      </TabPanel>
      {!isGuest && (
        <>
          <p class={styles.or}>{strings.OR}</p>
          <Button disabled={isBusy} onClick={() => void signIn({ by: 'guest' })}>
            {strings.CONTINUE_AS_GUEST}
          </Button>
        </>
      )}
    </Dialog>
  );
}
