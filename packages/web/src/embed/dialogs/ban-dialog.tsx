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

const LAST = [
  { value: '1h', label: 'The last hour' },
  { value: '1d', label: 'The last day' },
  { value: 'all', label: 'All' },
];

export interface BanDialogProps {
  readonly person: Person;
  /** A message of theirs, by id; `null`: none is at hand. */
  readonly message: number | null;
  /** It begins with their messages, not with a ban. */
  readonly isCleanUp: boolean;
  readonly onClose: () => void;
}

/** Keeps somebody out of the room for a while, deletes what they wrote in it, or both. */
export function BanDialog({ person, message, isCleanUp, onClose }: BanDialogProps) {
  const { chat } = useEmbed();
  const [duration, setDuration] = useState(isCleanUp ? '' : '1d');
  const [last, setLast] = useState(isCleanUp ? '1h' : '');
  const [reason, setReason] = useState('');
  const asking = useAsking();
  const done = (deleted: number | null) => {
    onClose();
    const banned = duration === '' ? '' : `${person.name} is banned. `;
    toast(deleted === null ? banned : `${banned}Messages deleted: ${deleted}`, 'success');
  };
  const submit = () => {
    const why = reason.trim();
    if (last === '')
      return asking.ask(
        () => chat.banUser(person.uid, duration, why),
        () => done(null),
      );
    const by = message === null ? { user: person.uid } : { message };
    asking.ask(() => chat.cleanUp({ by, last, duration, reason: why }), done);
  };
  return (
    <FormDialog
      title={isCleanUp ? `Delete messages of ${person.name}` : `Ban ${person.name}`}
      action={isCleanUp ? 'Delete' : 'Ban'}
      isDanger
      asking={asking}
      onClose={onClose}
      onSubmit={submit}
    >
      <SelectField
        label={isCleanUp ? 'Ban them too' : 'For how long'}
        options={isCleanUp ? [{ value: '', label: 'No' }, ...DURATIONS] : DURATIONS}
        value={duration}
        onChange={({ currentTarget }) => setDuration(currentTarget.value)}
      />
      <SelectField
        label="Delete messages"
        options={isCleanUp ? LAST : [{ value: '', label: 'None' }, ...LAST]}
        value={last}
        onChange={({ currentTarget }) => setLast(currentTarget.value)}
      />
      <Field
        label="Reason"
        hint="For moderators"
        value={reason}
        onInput={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </FormDialog>
  );
}
