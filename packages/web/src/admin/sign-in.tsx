import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Button } from '../design/button.tsx';
import { Field, useField } from '../design/field.tsx';
import { PageBar } from '../design/page-bar.tsx';
import { TabPanel, Tabs } from '../design/tabs.tsx';
import { useTask } from '../design/use-task.ts';
import { loadFacts } from '../lib/server-facts.ts';
import { signedOutBecause, signInWithAccount, signInWithKey } from './model/api.ts';
import { ErrorBox } from './parts/panel.tsx';
import styles from './sign-in.module.css';

const METHODS = [
  { id: 'key', label: 'Operator key' },
  { id: 'account', label: 'Account' },
] as const;

/** Signs in by the operator's key or an account. */
export function SignIn() {
  const [method, setMethod] = useState<(typeof METHODS)[number]['id']>('key');
  const loaded = useMemo(() => loadFacts(location.origin), []);
  const facts = loaded.value.value;
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = 'Koine admin';
    return () => loaded[Symbol.dispose]();
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
          name="method"
          selected={method}
          onSelect={setMethod}
          tabs={METHODS}
        />
        <TabPanel name="method" id="key" isHidden={method !== 'key'}>
          <KeyForm isSandbox={facts !== null && facts.sandbox !== null} />
        </TabPanel>
        <TabPanel name="method" id="account" isHidden={method !== 'account'}>
          {hasAccounts ? (
            <AccountForm />
          ) : (
            <p class="hint">
              Accounts belong to the community protocol, which is off here: use the operator key.
            </p>
          )}
        </TabPanel>
        <p class="hint">Stored in this tab only, until you sign out or close it.</p>
      </main>
    </div>
  );
}

function KeyForm({ isSandbox }: { readonly isSandbox: boolean }) {
  const key = useField('');
  const value = key.value.trim();
  return (
    <SignInForm isBlocked={value === ''} signIn={() => signInWithKey(value)}>
      <Field
        label="Operator key"
        type="password"
        autocomplete="off"
        required
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
        {...key}
      />
    </SignInForm>
  );
}

function AccountForm() {
  const username = useField('');
  const password = useField('');
  const name = username.value.trim();
  return (
    <SignInForm
      isBlocked={name === '' || password.value === ''}
      signIn={() => signInWithAccount(name, password.value)}
    >
      <Field label="Username" autocomplete="username" required {...username} />
      <Field
        label="Password"
        type="password"
        autocomplete="current-password"
        required
        hint={
          <>
            An account with the role root or admin. Create one with{' '}
            <code>koine admin create account NAME --role root</code>.
          </>
        }
        {...password}
      />
    </SignInForm>
  );
}

interface SignInFormProps {
  readonly isBlocked: boolean;
  /** Rejects with the error to show. */
  readonly signIn: () => Promise<void>;
  readonly children: ComponentChildren;
}

function SignInForm({ isBlocked, signIn, children }: SignInFormProps) {
  const { isBusy, error, run } = useTask();
  const submit = (event: Event) => {
    event.preventDefault();
    run(signIn);
  };
  return (
    <form class={styles.form} onSubmit={submit}>
      {children}
      <ErrorBox text={error} />
      <Button type="submit" kind="primary" disabled={isBusy || isBlocked}>
        Sign in
      </Button>
    </form>
  );
}
