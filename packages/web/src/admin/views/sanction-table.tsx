import type { SanctionKind } from '@koine/contract';
import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Field, SelectField } from '../../design/field.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { toast } from '../../design/toast.tsx';
import { formatCount } from '../../lib/language.ts';
import { run } from '../model/api.ts';
import type { Input, Sanction } from '../model/commands.ts';
import { parseDuration } from '../model/format.ts';
import { AGES, type Age, ageMsOf } from '../model/message-age.ts';
import { href } from '../model/route.ts';
import { Confirm } from '../parts/confirm.tsx';
import form from '../parts/form.module.css';
import { type Column, Table } from '../parts/table.tsx';
import { Ago, At } from '../parts/when.tsx';
import styles from './view.module.css';

const PAST: Readonly<Record<SanctionKind, string>> = { ban: 'banned', mute: 'muted' };
const UNDO: Readonly<Record<SanctionKind, string>> = { ban: 'Unban', mute: 'Unmute' };

/** Bans and mutes with their reasons, each to be undone. */
export function SanctionTable({
  sanctions,
  onChange,
  isStale = false,
}: {
  readonly sanctions: readonly Sanction[];
  readonly onChange: () => void;
  readonly isStale?: boolean;
}) {
  const [lifted, setLifted] = useState<Sanction | null>(null);
  const columns: readonly Column<Sanction>[] = [
    {
      label: 'Kind',
      cell: ({ kind }) => <Badge tone={kind === 'ban' ? 'red' : 'amber'}>{kind}</Badge>,
    },
    { label: 'Whom', cell: (sanction) => <Target sanction={sanction} /> },
    {
      label: 'Where',
      cell: ({ appId, roomId, roomName }) =>
        roomId === null ? (
          <span>all of {appId}</span>
        ) : (
          <a href={href('rooms', roomId)}>{roomName ?? roomId}</a>
        ),
    },
    { label: 'Reason', cell: ({ reason }) => (reason === '' ? '—' : reason) },
    { label: 'Until', cell: ({ until }) => <At at={until} never="permanent" /> },
    {
      label: 'Created',
      cell: ({ byUserId, createdAt }) => (
        <div class={styles.stack}>
          <Ago at={createdAt} />
          <span class={styles.quiet}>{byWhom(byUserId)}</span>
        </div>
      ),
    },
    {
      label: 'Actions',
      isActions: true,
      cell: (sanction) => (
        <Button size="small" onClick={() => setLifted(sanction)}>
          {UNDO[sanction.kind]}
        </Button>
      ),
    },
  ];
  return (
    <>
      <Table
        label="Bans and mutes"
        columns={columns}
        rows={sanctions}
        keyOf={({ id }) => id}
        isStale={isStale}
      />
      {lifted !== null && (
        <Confirm
          title={`${UNDO[lifted.kind]} ${nameOf(lifted)}?`}
          action={UNDO[lifted.kind]}
          onClose={() => setLifted(null)}
          onConfirm={async () => {
            await run('lift', placeOf(lifted));
            toast(`${nameOf(lifted)} is no longer ${PAST[lifted.kind]}`, 'success');
            onChange();
          }}
        >
          <strong>{nameOf(lifted)}</strong> will no longer be {PAST[lifted.kind]}{' '}
          {lifted.roomId === null
            ? `in app ${lifted.appId}`
            : `in ${lifted.roomName ?? 'this room'}`}
          .
        </Confirm>
      )}
    </>
  );
}

function Target({ sanction }: { readonly sanction: Sanction }) {
  const id = idOf(sanction);
  if (!sanction.target.startsWith('user:')) return <span class={styles.mono}>{id}</span>;
  return (
    <div class={styles.stack}>
      <a href={href('users', sanction.targetApp ?? sanction.appId, id)}>{nameOf(sanction)}</a>
      {sanction.targetName !== null && <span class={styles.quiet}>{id}</span>}
    </div>
  );
}

/** An address, or a user's id. */
function idOf({ target }: Sanction): string {
  return target.slice(target.indexOf(':') + 1);
}

function nameOf(sanction: Sanction): string {
  return sanction.targetName ?? idOf(sanction);
}

/** Actions of this page are in no user's name: the audit log says who it was. */
function byWhom(id: string | null): string {
  return id === null || id === 'system' ? 'by an operator' : `by ${id}`;
}

function placeOf(sanction: Sanction): Input<'lift'> {
  const { kind, targetApp, appId, roomId } = sanction;
  const id = idOf(sanction);
  const whom = targetApp === null ? { ip: id } : { user: id, userApp: targetApp };
  return { kind, ...whom, ...(roomId === null ? { app: appId } : { room: roomId }) };
}

const DURATIONS = [
  { value: '1h', label: 'One hour' },
  { value: '1d', label: 'One day' },
  { value: '1w', label: 'One week' },
  { value: '30d', label: '30 days' },
  { value: '', label: 'Permanent' },
  { value: 'other', label: 'Other…' },
] as const;

/** Makes a ban or a mute. What is given stands fast: a room, a user. */
export function SanctionDialog({
  room: fixedRoom,
  user: fixedUser,
  deletes: firstDeletes = '',
  onDone,
  onClose,
}: {
  readonly room?: string;
  readonly user?: { readonly app: string; readonly id: string; readonly name: string };
  /** What is deleted with it of what they wrote there, at first; empty: nothing. */
  readonly deletes?: Age | '';
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const [kind, setKind] = useState<SanctionKind>('ban');
  const [by, setBy] = useState<'user' | 'ip'>('user');
  const [whom, setWhom] = useState('');
  const [room, setRoom] = useState('');
  const [app, setApp] = useState('default');
  const [length, setLength] = useState<string>('1d');
  const [other, setOther] = useState('');
  const [reason, setReason] = useState('');
  const [deletes, setDeletes] = useState<Age | ''>(firstDeletes);
  const isByAddress = fixedUser === undefined && by === 'ip';
  const make = async () => {
    const chosen = length === 'other' ? other : length;
    const durationMs = chosen === '' ? null : parseDuration(chosen);
    if (chosen !== '' && durationMs === null)
      throw new Error('Write the duration as 45s, 2h 30m, 1d or 1w');
    const inRoom = fixedRoom ?? (room.trim() === '' ? undefined : room.trim());
    const target = fixedUser?.id ?? whom.trim();
    const done = await run('sanction', {
      kind,
      ...(isByAddress ? { ip: target } : { user: target }),
      ...(inRoom === undefined ? { app: fixedUser?.app ?? app.trim() } : { room: inRoom }),
      ...(durationMs !== null && { durationMs }),
      ...(reason.trim() !== '' && { reason: reason.trim() }),
      ...(deletes !== '' && !isByAddress && { deleteAgeMs: ageMsOf(deletes) }),
    });
    const gone =
      done.deleted === undefined ? '' : `; messages deleted: ${formatCount(done.deleted)}`;
    const note = done.isStored
      ? ''
      : ' (no stored user has that id; it applies to everyone who uses it)';
    toast(`${nameOf(done)} is ${PAST[kind]}${note}${gone}`, 'success');
    onDone();
  };
  return (
    <FormDialog
      title={fixedUser === undefined ? 'Ban or mute' : `Ban or mute ${fixedUser.name}`}
      action={kind === 'ban' ? 'Ban' : 'Mute'}
      onSubmit={make}
      onClose={onClose}
    >
      <SelectField
        label="What"
        value={kind}
        options={[
          { value: 'ban', label: 'Ban: can neither read nor send' },
          { value: 'mute', label: 'Mute: can read, not send' },
        ]}
        onValue={(value) => setKind(value === 'mute' ? 'mute' : 'ban')}
      />
      {fixedUser === undefined && (
        <div class={form.pair}>
          <SelectField
            label="Whom"
            value={by}
            options={[
              { value: 'user', label: 'A user' },
              { value: 'ip', label: 'An address' },
            ]}
            onValue={(value) => setBy(value === 'ip' ? 'ip' : 'user')}
          />
          <Field
            label={by === 'ip' ? 'IP address' : 'Id or username'}
            required
            value={whom}
            onValue={setWhom}
          />
        </div>
      )}
      {fixedRoom === undefined && (
        <div class={form.pair}>
          <Field
            label="Room"
            hint="Id or uid; empty: the whole app"
            value={room}
            onValue={setRoom}
          />
          {fixedUser === undefined && (
            <Field label="App" disabled={room.trim() !== ''} value={app} onValue={setApp} />
          )}
        </div>
      )}
      <div class={form.pair}>
        <SelectField label="How long" value={length} options={DURATIONS} onValue={setLength} />
        {length === 'other' && (
          <Field label="Duration" placeholder="2h 30m" required value={other} onValue={setOther} />
        )}
      </div>
      {!isByAddress && (
        <SelectField
          label="Delete their messages"
          hint="In the room, or everywhere, as the ban holds"
          value={deletes}
          options={[{ value: '', label: 'Nothing' }, ...AGES]}
          onValue={setDeletes}
        />
      )}
      <Field
        label="Reason"
        hint="The moderators of the room see it; so does the audit log"
        value={reason}
        onValue={setReason}
      />
    </FormDialog>
  );
}
