import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { useTask } from '../model/use-task.ts';
import styles from './form.module.css';
import { Problem } from './panel.tsx';

export interface ConfirmProps {
  readonly title: string;
  /** What will happen, and to what: names it. */
  readonly children: ComponentChildren;
  /** On the button: what it does, as a verb. */
  readonly verb: string;
  /** Whether a reason may be given. */
  readonly hasReason?: boolean;
  /** To be typed first, for what takes away most. */
  readonly typed?: string | undefined;
  /** Rejects with what is shown. */
  readonly onConfirm: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something is done that cannot be undone. What fails is said here, and one may try again. */
export function Confirm(props: ConfirmProps) {
  const { title, children, verb, hasReason = false, typed, onConfirm, onClose } = props;
  const [reason, setReason] = useState('');
  const [name, setName] = useState('');
  const { isBusy, problem, run } = useTask();
  const confirm = async (event: Event) => {
    event.preventDefault();
    if (await run(() => onConfirm(reason.trim()))) onClose();
  };
  return (
    <Dialog title={title} onClose={onClose} closesBy={hasReason ? 'keys' : 'anything'}>
      <form class={styles.form} onSubmit={confirm}>
        <div>{children}</div>
        {hasReason && (
          <Field
            label="Reason"
            hint="Kept in the audit log"
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {typed !== undefined && (
          <Field
            label={`Type ${typed} to confirm`}
            autocomplete="off"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
        <Problem text={problem} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            kind="danger"
            disabled={isBusy || (typed !== undefined && name.trim() !== typed.trim())}
          >
            {verb}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
