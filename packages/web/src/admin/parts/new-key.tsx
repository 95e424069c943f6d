import { Button } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';

/** A key that was just made: the one time that it is shown. */
export function NewKey({
  secret,
  onClose,
}: {
  readonly secret: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="The new key" onClose={onClose}>
      <p>Copy it now: it is shown this once, and only its hash is kept.</p>
      <Code text={secret} label="API key" isWrapped />
      <DialogActions>
        <Button kind="primary" onClick={onClose}>
          I have copied it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
