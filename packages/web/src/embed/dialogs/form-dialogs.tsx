/** The dialogs that ask one question: a form, or a confirmation. */
import { Field, TextField, useField } from '../../design/field.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import { unwrap } from '../unwrap.ts';

interface Closable {
  readonly onClose: () => void;
}

/** The name that others see. */
export function RenameDialog({ onClose }: Closable) {
  const { chat } = useEmbed();
  const name = useField(chat.me.peek()?.name ?? '');
  return (
    <FormDialog
      title={strings.CHANGE_NAME}
      action={strings.SAVE}
      onClose={onClose}
      onSubmit={() => unwrap(chat.rename(name.value.trim()))}
    >
      <Field label={strings.NAME} autofocus autoComplete="nickname" required {...name} />
    </FormDialog>
  );
}

/** The room's name and description. */
export function RoomDialog({ onClose }: Closable) {
  const { chat } = useEmbed();
  const room = chat.room.peek();
  const name = useField(room?.name ?? '');
  const description = useField(room?.description ?? '');
  const save = () =>
    unwrap(chat.moderation.changeRoom({ name: name.value, description: description.value }));
  return (
    <FormDialog
      title={strings.ROOM_SETTINGS}
      action={strings.SAVE}
      onClose={onClose}
      onSubmit={save}
    >
      <Field label={strings.NAME} autofocus required {...name} />
      <TextField label={strings.DESCRIPTION} rows={3} {...description} />
    </FormDialog>
  );
}

/** How long everyone waits between two messages. */
export function SlowDialog({ onClose }: Closable) {
  const { chat } = useEmbed();
  const seconds = useField(String(chat.room.peek()?.slowMode ?? 0));
  const min = chat.facts.value?.limits.communitySlowModeMinSeconds ?? 0;
  return (
    <FormDialog
      title={strings.SLOW_MODE}
      action={strings.SAVE}
      onClose={onClose}
      onSubmit={() => unwrap(chat.moderation.setSlowMode(Number(seconds.value)))}
    >
      <Field
        label={strings.SLOW_MODE_SECONDS}
        autofocus
        hint={strings.slowModeRules(min)}
        type="number"
        inputMode="numeric"
        min={0}
        step={1}
        required
        {...seconds}
      />
    </FormDialog>
  );
}

/** Before one message is deleted. */
export function DeleteMessageDialog({ id, onClose }: Closable & { readonly id: number }) {
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
export function PurgeDialog({ onClose }: Closable) {
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
