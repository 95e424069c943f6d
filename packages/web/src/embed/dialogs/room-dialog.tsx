import { useState } from 'preact/hooks';
import { Field, TextField } from '../../design/field.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import { unwrap } from '../unwrap.ts';

/** The room's name and description. */
export function RoomDialog({ onClose }: { readonly onClose: () => void }) {
  const { chat } = useEmbed();
  const room = chat.room.peek();
  const [name, setName] = useState(room?.name ?? '');
  const [description, setDescription] = useState(room?.description ?? '');
  return (
    <FormDialog
      title={strings.ROOM_SETTINGS}
      action={strings.SAVE}
      onClose={onClose}
      onSubmit={() => unwrap(chat.moderation.changeRoom({ name, description }))}
    >
      <Field label={strings.NAME} autofocus required value={name} onValue={setName} />
      <TextField
        label={strings.DESCRIPTION}
        rows={3}
        value={description}
        onValue={setDescription}
      />
    </FormDialog>
  );
}
