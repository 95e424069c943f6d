import { useState } from 'preact/hooks';
import { Field } from '../../design/field.tsx';
import { FormDialog, type FormDialogProps } from '../../design/form-dialog.tsx';

export interface ConfirmProps extends Omit<FormDialogProps, 'onSubmit'> {
  /** Whether a reason may be given. */
  readonly hasReason?: boolean;
  /** A name to type first, for what deletes most. */
  readonly typed?: string | undefined;
  /** Rejects with the error to show. */
  readonly onConfirm: (reason: string) => Promise<unknown>;
}

/** Asks before something that cannot be undone; `children` says what will happen, and to what. */
export function Confirm({ children, hasReason, typed, onConfirm, ...dialog }: ConfirmProps) {
  const [reason, setReason] = useState('');
  const [name, setName] = useState('');
  return (
    <FormDialog
      {...dialog}
      isDanger
      closesBy={hasReason ? 'keys' : 'anything'}
      isBlocked={typed !== undefined && name.trim() !== typed.trim()}
      onSubmit={() => onConfirm(reason.trim())}
    >
      <div>{children}</div>
      {hasReason && (
        <Field label="Reason" hint="Kept in the audit log" value={reason} onValue={setReason} />
      )}
      {typed !== undefined && (
        <Field
          label={`Type ${typed} to confirm`}
          autocomplete="off"
          value={name}
          onValue={setName}
        />
      )}
    </FormDialog>
  );
}
