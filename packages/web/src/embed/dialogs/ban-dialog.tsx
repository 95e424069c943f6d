import { useState } from 'preact/hooks';
import type { Person } from '../../chat/types.ts';
import { Field, SelectField } from '../../design/field.tsx';
import { toast } from '../../design/toast.tsx';
import { useEmbed } from '../embed-state.ts';
import { FormDialog } from './form-dialog.tsx';
import { useAsking } from './use-asking.ts';

const DURATIONS = [
  { value: '10m', label: '10 minutes' },
  { value: '1h', label: '1 hour' },
  { value: '1d', label: '1 day' },
  { value: '1w', label: '1 week' },
  { value: '4w', label: '4 weeks' },
  { value: '52w', label: '1 year' },
];

/** Keeps somebody out of the room for a while. */
export function BanDialog({
  person,
  onClose,
}: {
  readonly person: Person;
  readonly onClose: () => void;
}) {
  const { chat } = useEmbed();
  const [duration, setDuration] = useState('1d');
  const [reason, setReason] = useState('');
  const asking = useAsking();
  return (
    <FormDialog
      title={`Ban ${person.name}`}
      action="Ban"
      isDanger
      asking={asking}
      onClose={onClose}
      onSubmit={() =>
        asking.ask(
          () => chat.banUser(person.uid, duration, reason.trim()),
          () => {
            onClose();
            toast(`${person.name} is banned`, 'success');
          },
        )
      }
    >
      <SelectField
        label="For how long"
        autofocus
        options={DURATIONS}
        value={duration}
        onChange={({ currentTarget }) => setDuration(currentTarget.value)}
      />
      <Field
        label="Reason"
        hint="For those who keep order here"
        value={reason}
        onInput={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </FormDialog>
  );
}
