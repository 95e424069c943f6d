import { useState } from 'preact/hooks';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { send } from '../lib/http-request.ts';
import { parseJson, textProperty } from '../lib/json.ts';
import { type CredentialName, credentials, setCredential } from './credentials.ts';

const FIELDS: readonly { name: CredentialName; label: string; hint: string }[] = [
  { name: 'apiKey', label: 'API key', hint: 'Platform: sk_test_… or sk_live_…' },
  { name: 'userToken', label: 'User token', hint: 'Platform: of POST /api/v1/tokens' },
  { name: 'communityToken', label: 'Community token', hint: 'Of a login or registration' },
  { name: 'adminKey', label: 'Operator’s key', hint: 'The setting adminKey' },
];

/** The credentials of this page's requests. */
export function CredentialsDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Credentials" onClose={onClose}>
      <p>This page sends its requests with these. They stay in this tab until it is closed.</p>
      {FIELDS.map(({ name, label, hint }) => (
        <Field
          key={name}
          label={label}
          hint={hint}
          value={credentials.value[name]}
          onValue={(value) => setCredential(name, value)}
          autocomplete="off"
          spellcheck={false}
        />
      ))}
      <GuestSignIn />
      <DialogActions>
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** A community token without an account. */
function GuestSignIn() {
  const [status, setStatus] = useState('');
  const signIn = async () => {
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ guest: true });
    const response = await send({ method: 'POST', url: '/users/login', headers, body });
    if (response.kind === 'failed') return setStatus('The server cannot be reached.');
    const result = parseJson(response.body);
    const token = textProperty(result, 'token');
    if (token === undefined)
      return setStatus(textProperty(result, 'error') ?? `The server returned ${response.status}`);
    setCredential('communityToken', token);
    setStatus('Signed in as a guest.');
  };
  return (
    <div>
      <Button size="small" onClick={signIn}>
        Sign in to community as a guest
      </Button>
      <p role="status">{status}</p>
    </div>
  );
}
