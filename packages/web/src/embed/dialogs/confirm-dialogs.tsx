import { useEmbed } from '../embed-state.ts';
import { FormDialog } from './form-dialog.tsx';
import { useAsking } from './use-asking.ts';

/** Before one message is deleted. */
export function RemoveDialog({
  id,
  onClose,
}: {
  readonly id: number;
  readonly onClose: () => void;
}) {
  const { chat } = useEmbed();
  const asking = useAsking();
  return (
    <FormDialog
      title="Delete this message?"
      action="Delete"
      isDanger
      asking={asking}
      onClose={onClose}
      onSubmit={() => asking.ask(() => chat.remove(id), onClose)}
    >
      <p>Nobody will be able to read it any more. This cannot be undone.</p>
    </FormDialog>
  );
}

/** Before everything in the room is deleted. */
export function PurgeDialog({ onClose }: { readonly onClose: () => void }) {
  const { chat } = useEmbed();
  const asking = useAsking();
  return (
    <FormDialog
      title="Delete all messages?"
      action="Delete all"
      isDanger
      asking={asking}
      onClose={onClose}
      onSubmit={() => asking.ask(() => chat.purge(), onClose)}
    >
      <p>
        Every message in <bdi>{chat.room.value?.name ?? 'this room'}</bdi> goes, for everyone. This
        cannot be undone.
      </p>
    </FormDialog>
  );
}
