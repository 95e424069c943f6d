import { useState } from 'preact/hooks';
import type { Person } from '../../chat/types.ts';
import { Field, SelectField } from '../../design/field.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { toast } from '../../design/toast.tsx';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import { unwrap } from '../unwrap.ts';

export interface BanDialogProps {
  readonly person: Person;
  /** The id of one of their messages; `null`: none is known. */
  readonly message: number | null;
  /** Deletes their messages; a ban may be added. Otherwise the other way round. */
  readonly isCleanUp: boolean;
  readonly onClose: () => void;
}

/** Bans a user from the room for a while, deletes their messages in it, or both. */
export function BanDialog({ person, message, isCleanUp, onClose }: BanDialogProps) {
  const { chat } = useEmbed();
  const [duration, setDuration] = useState(isCleanUp ? '' : '1d');
  const [last, setLast] = useState(isCleanUp ? '1h' : '');
  const [text, setText] = useState('');
  const submit = async () => {
    const reason = text.trim();
    const banned = duration === '' ? '' : strings.banned(person.name);
    if (last === '') {
      await unwrap(chat.moderation.banUser(person.uid, duration, reason));
      return toast(banned, 'success');
    }
    const by = message === null ? { user: person.uid } : { message };
    const deleted = await unwrap(chat.moderation.cleanUp({ by, last, duration, reason }));
    toast(banned + strings.deletedCount(deleted), 'success');
  };
  return (
    <FormDialog
      title={isCleanUp ? strings.cleanUpTitle(person.name) : strings.banTitle(person.name)}
      action={isCleanUp ? strings.DELETE : strings.BAN}
      isDanger
      onClose={onClose}
      onSubmit={submit}
    >
      <SelectField
        label={isCleanUp ? strings.BAN_TOO : strings.BAN_FOR}
        options={isCleanUp ? [strings.NO, ...strings.BAN_DURATIONS] : strings.BAN_DURATIONS}
        value={duration}
        onValue={setDuration}
      />
      <SelectField
        label={strings.DELETE_MESSAGES}
        options={isCleanUp ? strings.DELETE_AGES : [strings.NONE, ...strings.DELETE_AGES]}
        value={last}
        onValue={setLast}
      />
      <Field label={strings.REASON} hint={strings.REASON_HINT} value={text} onValue={setText} />
    </FormDialog>
  );
}
