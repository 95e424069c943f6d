import { type ComponentChildren, createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { Button, type ButtonProps } from '../../design/button.tsx';
import { Field, useField } from '../../design/field.tsx';
import { FormDialog, type FormDialogProps } from '../../design/form-dialog.tsx';
import { toast } from '../../design/toast.tsx';

const CloseContext = createContext(() => {});

export interface DialogButtonProps extends Omit<ButtonProps, 'label'> {
  readonly label: string;
  /** A `Form` or a `Confirm`; it closes itself. */
  readonly dialog: ComponentChildren;
}

/** A button that opens a dialog. */
export function DialogButton({ label, dialog, ...button }: DialogButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button {...button} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen && (
        <CloseContext.Provider value={() => setOpen(false)}>{dialog}</CloseContext.Provider>
      )}
    </>
  );
}

export interface FormProps extends Omit<FormDialogProps, 'onClose'> {
  /** What is said when it has succeeded. */
  readonly done?: string;
  /** After that. */
  readonly onDone?: () => void;
  /** Where no `DialogButton` opens it. */
  readonly onClose?: () => void;
}

/** A form in a dialog of its own. */
export function Form({ done, onDone, onSubmit, ...form }: FormProps) {
  const onClose = useContext(CloseContext);
  const submit = async () => {
    await onSubmit();
    if (done !== undefined) toast(done, 'success');
    onDone?.();
  };
  return <FormDialog {...{ onClose, ...form }} onSubmit={submit} />;
}

export interface ConfirmProps extends Omit<FormProps, 'onSubmit'> {
  /** Whether a reason may be given. */
  readonly hasReason?: boolean;
  /** A name to type first, for what deletes most. */
  readonly typed?: string | null | undefined;
  /** Rejects with the error to show. */
  readonly onConfirm: (reason: string) => Promise<unknown>;
}

/** Asks before something that cannot be undone; `children` describe what will happen, and to what. */
export function Confirm({ children, hasReason, typed, onConfirm, ...form }: ConfirmProps) {
  const reason = useField('');
  const name = useField('');
  return (
    <Form
      {...form}
      isDanger
      closesBy={hasReason ? 'keys' : 'anything'}
      isBlocked={typed != null && name.value.trim() !== typed.trim()}
      onSubmit={() => onConfirm(reason.value.trim())}
    >
      <div>{children}</div>
      {hasReason && <Field label="Reason" hint="Kept in the audit log" {...reason} />}
      {typed != null && <Field label={`Type ${typed} to confirm`} autocomplete="off" {...name} />}
    </Form>
  );
}
