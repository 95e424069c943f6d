import { useState } from 'preact/hooks';
import { Field } from '../../design/field.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import { unwrap } from '../unwrap.ts';

/** The name that others see. */
export function RenameDialog({ onClose }: { readonly onClose: () => void }) {
  const { chat } = useEmbed();
  const [name, setName] = useState(chat.me.peek()?.name ?? '');
  return (
    <FormDialog
      title={strings.CHANGE_NAME}
      action={strings.SAVE}
      onClose={onClose}
      onSubmit={() => unwrap(chat.rename(name.trim()))}
    >
      <Field
        label={strings.NAME}
        autofocus
        autoComplete="nickname"
        required
        value={name}
        onValue={setName}
      />
    </FormDialog>
  );
}
