import { useState } from 'preact/hooks';
import { Field } from '../../design/field.tsx';
import { useEmbed } from '../embed-state.ts';
import { FormDialog } from './form-dialog.tsx';
import { useAsking } from './use-asking.ts';

/** The name that others see. */
export function RenameDialog({ onClose }: { readonly onClose: () => void }) {
  const { chat } = useEmbed();
  const [name, setName] = useState(chat.me.peek()?.name ?? '');
  const asking = useAsking();
  return (
    <FormDialog
      title="Change my name"
      action="Save"
      asking={asking}
      onClose={onClose}
      onSubmit={() => asking.ask(() => chat.rename(name.trim()), onClose)}
    >
      <Field
        label="Name"
        autofocus
        autoComplete="nickname"
        required
        value={name}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
      />
    </FormDialog>
  );
}
