import type { SanctionKind } from '@koine/contract';
import { Field, SelectField, useField } from '../../design/field.tsx';
import { toast } from '../../design/toast.tsx';
import { formatCount } from '../../lib/language.ts';
import { run } from '../model/api.ts';
import { AGES, type Age, ageMsOf, parseDuration } from '../model/format.ts';
import { Form } from '../parts/dialog.tsx';
import { nameOf, PAST } from './sanction-table.tsx';
import styles from './view.module.css';

const KINDS = [
  { value: 'ban', label: 'Ban: can neither read nor send' },
  { value: 'mute', label: 'Mute: can read, not send' },
] as const;

const TARGETS = [
  { value: 'user', label: 'A user' },
  { value: 'ip', label: 'An address' },
] as const;

const DURATIONS = [
  { value: '1h', label: 'One hour' },
  { value: '1d', label: 'One day' },
  { value: '1w', label: 'One week' },
  { value: '30d', label: '30 days' },
  { value: '', label: 'Permanent' },
  { value: 'other', label: 'Other…' },
] as const;

interface SanctionDialogProps {
  /** Where it applies; otherwise the form asks. */
  readonly room?: string;
  /** Whom it applies to; otherwise the form asks. */
  readonly user?: { readonly app: string; readonly id: string; readonly name: string };
  /** How far back their messages are deleted with it, at first; empty: none are. */
  readonly deletes?: Age | '';
  readonly onDone: () => void;
}

/** Bans or mutes a user or an address. */
export function SanctionDialog({
  room: fixedRoom,
  user: fixedUser,
  deletes: firstDeletes = '',
  onDone,
}: SanctionDialogProps) {
  const kind = useField<SanctionKind>('ban');
  const by = useField<'user' | 'ip'>('user');
  const whom = useField('');
  const room = useField('');
  const app = useField('default');
  const length = useField('1d');
  const other = useField('');
  const reason = useField('');
  const deletes = useField<Age | ''>(firstDeletes);
  const isByAddress = fixedUser === undefined && by.value === 'ip';
  const submit = async () => {
    const chosen = length.value === 'other' ? other.value : length.value;
    const durationMs = chosen === '' ? null : parseDuration(chosen);
    if (chosen !== '' && durationMs === null)
      throw new Error('Write the duration as 45s, 2h 30m, 1d or 1w');
    const inRoom = fixedRoom ?? room.value.trim();
    const target = fixedUser?.id ?? whom.value.trim();
    const done = await run('sanction', {
      kind: kind.value,
      ...(isByAddress ? { ip: target } : { user: target }),
      ...(inRoom === '' ? { app: fixedUser?.app ?? app.value.trim() } : { room: inRoom }),
      ...(durationMs !== null && { durationMs }),
      ...(reason.value.trim() !== '' && { reason: reason.value.trim() }),
      ...(deletes.value !== '' && !isByAddress && { deleteAgeMs: ageMsOf(deletes.value) }),
    });
    const deleted =
      done.deleted === undefined ? '' : `; messages deleted: ${formatCount(done.deleted)}`;
    const unknown = ' (no stored user has that id; it applies to everyone who uses it)';
    const text = `${nameOf(done)} is ${PAST[kind.value]}${done.isStored ? '' : unknown}${deleted}`;
    toast(text, 'success');
    onDone();
  };
  return (
    <Form
      title={fixedUser === undefined ? 'Ban or mute' : `Ban or mute ${fixedUser.name}`}
      action={kind.value === 'ban' ? 'Ban' : 'Mute'}
      onSubmit={submit}
    >
      <SelectField label="What" options={KINDS} {...kind} />
      {fixedUser === undefined && (
        <div class={styles.pair}>
          <SelectField label="Whom" options={TARGETS} {...by} />
          <Field label={by.value === 'ip' ? 'IP address' : 'Id or username'} required {...whom} />
        </div>
      )}
      {fixedRoom === undefined && (
        <div class={styles.pair}>
          <Field label="Room" hint="Id or uid; empty: the whole app" {...room} />
          {fixedUser === undefined && (
            <Field label="App" disabled={room.value.trim() !== ''} {...app} />
          )}
        </div>
      )}
      <div class={styles.pair}>
        <SelectField label="How long" options={DURATIONS} {...length} />
        {length.value === 'other' && (
          <Field label="Duration" placeholder="2h 30m" required {...other} />
        )}
      </div>
      {!isByAddress && (
        <SelectField
          label="Delete their messages"
          hint="In the room, or everywhere, as the ban holds"
          options={[{ value: '', label: 'Nothing' }, ...AGES]}
          {...deletes}
        />
      )}
      <Field
        label="Reason"
        hint="The moderators of the room see it; so does the audit log"
        {...reason}
      />
    </Form>
  );
}
