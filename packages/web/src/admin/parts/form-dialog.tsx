import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';
import { wordsOf } from '../model/use-command.ts';
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
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onSubmit();
      onClose();
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
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
