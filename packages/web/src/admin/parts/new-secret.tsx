import { Button } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';

/** A key or a password that was just made: the one time that it is shown. It leaves only by its button. */
export function NewSecret({
  title,
  label,
  secret,
  onClose,
}: {
  readonly title: string;
  /** What it is. */
  readonly label: string;
  readonly secret: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title={title} onClose={onClose} closesBy="buttons">
      <p>Copy it now: it is shown only once; the server keeps a hash of it.</p>
      <Code text={secret} label={label} isWrapped />
      <DialogActions>
        <Button kind="primary" onClick={onClose}>
          I have copied it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
