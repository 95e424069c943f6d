import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';

interface Secret {
  readonly title: string;
  /** What it is. */
  readonly label: string;
  readonly text: string;
}

const shown = signal<Secret | null>(null);

/** Shows a key or a password that was just generated, the one time that it is shown. */
export function showSecret(title: string, label: string, text: string): void {
  shown.value = { title, label, text };
}

/** Where secrets appear: over every view, and not for the next user of the page. Their button alone closes them. */
export function SecretDialog() {
  useEffect(() => close, []);
  if (shown.value === null) return null;
  const { title, label, text } = shown.value;
  return (
    <Dialog title={title} onClose={close} closesBy="buttons">
      <p>Copy it now: it is shown only once; the server keeps a hash of it.</p>
      <Code text={text} label={label} isWrapped />
      <DialogActions>
        <Button kind="primary" onClick={close}>
          I have copied it
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function close(): void {
  shown.value = null;
}
