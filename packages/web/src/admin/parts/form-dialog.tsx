import type { ComponentChildren } from 'preact';
import { Button } from '../../design/button.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';
import { useTask } from '../model/use-task.ts';
import styles from './form.module.css';
import { Problem } from './panel.tsx';

/** A few fields in front of the page. What the server refuses is said here; what was typed stays. */
export function FormDialog({
  title,
  verb,
  children,
  onSubmit,
  onClose,
}: {
  readonly title: string;
  readonly verb: string;
  readonly children: ComponentChildren;
  /** Rejects with what is shown; else the dialog closes. */
  readonly onSubmit: () => Promise<unknown>;
  readonly onClose: () => void;
}) {
  const { isBusy, problem, run } = useTask();
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await run(onSubmit)) onClose();
  };
  return (
    <Dialog title={title} onClose={onClose} closesBy="keys">
      <form class={styles.form} onSubmit={submit}>
        {children}
        <Problem text={problem} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={isBusy}>
            {verb}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
