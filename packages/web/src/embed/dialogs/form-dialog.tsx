import type { ComponentChildren } from 'preact';
import { Button } from '../../design/button.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';
import styles from './dialogs.module.css';
import type { Asking } from './use-asking.ts';

export interface FormDialogProps {
  readonly title: string;
  /** On the button that does it. */
  readonly action: string;
  readonly isDanger?: boolean;
  readonly asking: Asking;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A dialog with fields, its refusals, and the button that does what it is for. */
export function FormDialog(props: FormDialogProps) {
  const { title, action, isDanger = false, asking, onSubmit, onClose, children } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        {asking.error !== null && (
          <p class={styles.error} role="alert">
            {asking.error}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind={isDanger ? 'danger' : 'primary'} disabled={asking.isBusy}>
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
