import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { TabPanel, Tabs } from '../../design/tabs.tsx';
import { useEmbed } from '../embed-state.ts';
import styles from './dialogs.module.css';
import { useAsking } from './use-asking.ts';

type Way = 'signIn' | 'register';

const WAYS = [
  { id: 'signIn', label: 'I have an account' },
  { id: 'register', label: 'Make an account' },
] as const;

/** Who are you: a guest, or somebody with a name and a password. */
export function SignInDialog({ onClose }: { readonly onClose: () => void }) {
  const { chat } = useEmbed();
  const [way, setWay] = useState<Way>('signIn');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const asking = useAsking();
  const isNew = way === 'register';
  const isGuest = chat.me.value?.roles.includes('guest') === true;
  const choose = (next: Way) => {
    asking.forget();
    setWay(next);
  };
  const submit = () => {
    const by = isNew ? 'registration' : 'password';
    asking.ask(() => chat.signIn({ by, username, password }), onClose);
  };
  return (
    <Dialog title="Sign in" onClose={onClose}>
      <Tabs label="How" tabs={WAYS} selected={way} onSelect={choose} name="sign-in" />
      <TabPanel name="sign-in" id={way}>
        <form
          class={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field
            label="Username"
            autofocus
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellcheck={false}
            required
            value={username}
            hint={isNew ? '4 to 32 letters, digits, dots, dashes or underscores' : undefined}
            onInput={({ currentTarget }) => setUsername(currentTarget.value)}
          />
          <Field
            label="Password"
            name="password"
            type="password"
            autoComplete={isNew ? 'new-password' : 'current-password'}
            required
            value={password}
            hint={isNew ? 'At least 8 characters' : undefined}
            onInput={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          {asking.error !== null && (
            <p class={styles.error} role="alert">
              {asking.error}
            </p>
          )}
          <Button type="submit" kind="primary" disabled={asking.isBusy}>
            {isNew ? 'Make the account' : 'Sign in'}
          </Button>
        </form>
      </TabPanel>
      {!isGuest && (
        <>
          <p class={styles.or}>or</p>
          <Button
            disabled={asking.isBusy}
            onClick={() => asking.ask(() => chat.signIn({ by: 'guest' }), onClose)}
          >
            Come in as a guest
          </Button>
        </>
      )}
    </Dialog>
  );
}
