import type { ComponentChildren } from 'preact';
import { Button } from './button.tsx';
import styles from './dialog.module.css';
import { Dialog, DialogActions, type DialogProps } from './dialog.tsx';
import { useTask } from './use-task.ts';

export interface FormDialogProps extends DialogProps {
  /** On the button that submits. */
  readonly action: string;
  /** It cannot be undone. */
  readonly isDanger?: boolean;
  /** The form cannot be submitted yet. */
  readonly isBlocked?: boolean;
  /** Rejects with the error to show; otherwise the dialog closes. */
  readonly onSubmit: () => Promise<unknown>;
}

/** A dialog with fields. An error is shown in it, and what was typed stays. */
export function FormDialog(props: FormDialogProps) {
  const { title, action, isDanger, isBlocked, closesBy = 'keys', children } = props;
  const { onSubmit, onClose } = props;
  const { isBusy, error, run } = useTask();
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await run(onSubmit)) onClose();
  };
  return (
    <Dialog title={title} onClose={onClose} closesBy={closesBy}>
      <form class={styles.form} onSubmit={submit}>
        {children}
        <FormError text={error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            kind={isDanger ? 'danger' : 'primary'}
            disabled={isBusy || isBlocked === true}
          >
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Why a form was refused. */
export function FormError({ text }: { readonly text: string | null }): ComponentChildren {
  return (
    text !== null && (
      <p class={styles.error} role="alert">
        {text}
      </p>
    )
  );
}
