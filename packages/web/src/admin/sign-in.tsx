import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { PageBar } from '../design/page-bar.tsx';
import { TabPanel, Tabs } from '../design/tabs.tsx';
import { useTask } from '../design/use-task.ts';
import { loadFacts, type ServerFacts } from '../lib/server-facts.ts';
import { signedOutBecause, signInWithAccount, signInWithKey } from './model/api.ts';
import form from './parts/form.module.css';
import { ErrorBox } from './parts/panel.tsx';
import styles from './sign-in.module.css';

type Way = 'key' | 'account';

/** What a page may know of its server before anybody has signed in. */
/** By the operator's key or an account; says where the key is found. */
export function SignIn() {
  const [way, setWay] = useState<Way>('key');
  const [facts, setFacts] = useState<ServerFacts | null>(null);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = 'Koine admin';
    const loaded = loadFacts(location.origin);
    const stop = loaded.value.subscribe(setFacts);
    return () => {
      stop();
      loaded[Symbol.dispose]();
    };
  }, []);
  const hasAccounts = facts === null || facts.protocols.includes('community');
  return (
    <div class={styles.page}>
      <PageBar current="/admin" main={main} />
      <main ref={main} class={styles.box} tabIndex={-1}>
        <h1>Administration</h1>
        <ErrorBox text={signedOutBecause.value} />
        <Tabs
          label="How to sign in"
          name="way"
          selected={way}
          onSelect={setWay}
          tabs={[
            { id: 'key', label: 'Operator key' },
            { id: 'account', label: 'Account' },
          ]}
        />
        <TabPanel name="way" id="key" isHidden={way !== 'key'}>
          <KeyForm isSandbox={facts !== null && facts.sandbox !== null} />
        </TabPanel>
        <TabPanel name="way" id="account" isHidden={way !== 'account'}>
          {hasAccounts ? (
            <AccountForm />
          ) : (
            <p class={styles.hint}>
              Accounts belong to the community protocol, which is off here: use the operator key.
            </p>
          )}
        </TabPanel>
        <p class={styles.hint}>Stored in this tab only, until you sign out or close it.</p>
      </main>
    </div>
  );
}

function KeyForm({ isSandbox }: { readonly isSandbox: boolean }) {
  const [key, setKey] = useState('');
  const { error, isBusy, submit } = useSubmit(() => signInWithKey(key.trim()));
  return (
    <form class={form.form} onSubmit={submit}>
      <Field
        label="Operator key"
        type="password"
        autocomplete="off"
        required
        value={key}
        onValue={setKey}
        hint={
          isSandbox ? (
            <>
              This is a sandbox: it generated a key, <code>adminKey</code> in{' '}
              <code>secrets.json</code> in its data directory (<code>./data</code>, unless{' '}
              <code>--data</code> says otherwise).
            </>
          ) : (
            <>
              The setting <code>adminKey</code>, usually given as <code>KOINE_ADMIN_KEY</code>.
            </>
          )
        }
      />
      <ErrorBox text={error} />
      <Button type="submit" kind="primary" disabled={isBusy || key.trim() === ''}>
        Sign in
      </Button>
    </form>
  );
}

function AccountForm() {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { error, isBusy, submit } = useSubmit(() => signInWithAccount(username.trim(), password));
  return (
    <form class={form.form} onSubmit={submit}>
      <Field
        label="Username"
        autocomplete="username"
        required
        value={username}
        onValue={setUsername}
      />
      <Field
        label="Password"
        type="password"
        autocomplete="current-password"
        required
        value={password}
        onValue={setPassword}
        hint={
          <>
            An account with the role root or admin. Create one with{' '}
            <code>koine admin create account NAME --role root</code>.
          </>
        }
      />
      <ErrorBox text={error} />
      <Button
        type="submit"
        kind="primary"
        disabled={isBusy || username.trim() === '' || password === ''}
      >
        Sign in
      </Button>
    </form>
  );
}

function useSubmit(work: () => Promise<void>) {
  const { isBusy, error, run } = useTask();
  const submit = (event: Event) => {
    event.preventDefault();
    run(work);
  };
  return { error, isBusy, submit };
}
