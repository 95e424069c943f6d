import { Button } from '../../design/button.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { abbreviated } from './exchange.ts';
import type { Session } from './session.ts';
import styles from './steps.module.css';

/** The token, and where it is stored for every chat of this origin. */
export function TokenLine({ session }: { readonly session: Session }) {
  const { token, name } = session;
  const made = token.value;
  if (made === null)
    return (
      <p class="hint">
        The token goes to <code>localStorage.chat_token</code>; the chats below then are signed in.
      </p>
    );
  const line = `window.localStorage.setItem('chat_token', '${made}')`;
  return (
    <div class={styles.token}>
      <p role="status">
        Signed in as <b dir="auto">{name.value}</b>. The token is in place:
      </p>
      <p class={styles.tokenCode}>
        <code>window.localStorage.setItem('chat_token', '{abbreviated(made)}')</code>
        <CopyButton text={line} label="Copy the line with the token" />
      </p>
      <div class="cluster">
        <Button size="small" onClick={session.signOut}>
          Sign out
        </Button>
      </div>
    </div>
  );
}
