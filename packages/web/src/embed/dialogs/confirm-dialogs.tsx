import { FormDialog } from '../../design/form-dialog.tsx';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import { unwrap } from '../unwrap.ts';

interface DeleteMessageDialogProps {
  readonly id: number;
  readonly onClose: () => void;
}

/** Before one message is deleted. */
export function DeleteMessageDialog({ id, onClose }: DeleteMessageDialogProps) {
  const { chat } = useEmbed();
  return (
    <FormDialog
      title={strings.DELETE_ONE}
      action={strings.DELETE}
      isDanger
      closesBy="anything"
      onClose={onClose}
      onSubmit={() => unwrap(chat.remove(id))}
    >
      <p>{strings.DELETE_ONE_HELP}</p>
    </FormDialog>
  );
}

/** Before everything in the room is deleted. */
export function PurgeDialog({ onClose }: { readonly onClose: () => void }) {
  const { chat } = useEmbed();
  return (
    <FormDialog
      title={strings.PURGE_ASK}
      action={strings.PURGE_ACTION}
      isDanger
      closesBy="anything"
      onClose={onClose}
      onSubmit={() => unwrap(chat.moderation.purge())}
    >
      <p>{strings.purgeHelp(chat.room.value?.name)}</p>
    </FormDialog>
  );
}
