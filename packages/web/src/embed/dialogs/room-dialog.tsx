import { useState } from 'preact/hooks';
import { Field, TextField } from '../../design/field.tsx';
import { useEmbed } from '../embed-state.ts';
import { FormDialog } from './form-dialog.tsx';
import { useAsking } from './use-asking.ts';

/** The room's name and description. */
export function RoomDialog({ onClose }: { readonly onClose: () => void }) {
  const { chat } = useEmbed();
  const room = chat.room.peek();
  const [name, setName] = useState(room?.name ?? '');
  const [description, setDescription] = useState(room?.description ?? '');
  const asking = useAsking();
  return (
    <FormDialog
      title="Name and description"
      action="Save"
      asking={asking}
      onClose={onClose}
      onSubmit={() => asking.ask(() => chat.changeRoom({ name, description }), onClose)}
    >
      <Field
        label="Name"
        autofocus
        required
        value={name}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
      />
      <TextField
        label="Description"
        rows={3}
        value={description}
        onInput={({ currentTarget }) => setDescription(currentTarget.value)}
      />
    </FormDialog>
  );
}
