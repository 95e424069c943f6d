import { Badge } from '../../design/badge.tsx';
import { run } from '../model/api.ts';
import type { Input, Sanction } from '../model/commands.ts';
import { href } from '../model/route.ts';
import { Confirm, DialogButton } from '../parts/dialog.tsx';
import { CountedPanel } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Ago, At } from '../parts/when.tsx';
import styles from './view.module.css';

const UNDO = { ban: 'Unban', mute: 'Unmute' };
export const PAST = { ban: 'banned', mute: 'muted' };

/** Bans and mutes with their reasons, each to be undone. */
export function sanctionColumns(onChange: () => void): readonly Column<Sanction>[] {
  return [
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
    { label: 'Reason', cell: ({ reason }) => reason || '—' },
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
        <DialogButton
          size="small"
          label={UNDO[sanction.kind]}
          dialog={<Undo {...{ sanction, onChange }} />}
        />
      ),
    },
  ];
}

interface SanctionsPanelProps {
  readonly title: string;
  readonly none: string;
  readonly sanctions: readonly Sanction[];
  readonly onChange: () => void;
}

/** Those of a room or of a user. */
export function SanctionsPanel({ sanctions, onChange, ...panel }: SanctionsPanelProps) {
  return (
    <CountedPanel {...panel} count={sanctions.length}>
      <Table
        label="Bans and mutes"
        columns={sanctionColumns(onChange)}
        rows={sanctions}
        keyOf={({ id }) => id}
      />
    </CountedPanel>
  );
}

interface UndoProps {
  readonly sanction: Sanction;
  readonly onChange: () => void;
}

function Undo({ sanction, onChange }: UndoProps) {
  const { kind, appId, roomId, roomName } = sanction;
  const name = nameOf(sanction);
  return (
    <Confirm
      title={`${UNDO[kind]} ${name}?`}
      action={UNDO[kind]}
      onConfirm={() => run('lift', targetOf(sanction))}
      done={`${name} is no longer ${PAST[kind]}`}
      onDone={onChange}
    >
      <strong>{name}</strong> will no longer be {PAST[kind]}{' '}
      {roomId === null ? `in app ${appId}` : `in ${roomName ?? 'this room'}`}.
    </Confirm>
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

export function nameOf(sanction: Sanction): string {
  return sanction.targetName ?? idOf(sanction);
}

/** Actions of this page carry no user's name: the audit log has it. */
function byWhom(id: string | null): string {
  return id === null || id === 'system' ? 'by an operator' : `by ${id}`;
}

function targetOf(sanction: Sanction): Input<'lift'> {
  const { kind, targetApp, appId, roomId } = sanction;
  const id = idOf(sanction);
  const whom = targetApp === null ? { ip: id } : { user: id, userApp: targetApp };
  return { kind, ...whom, ...(roomId === null ? { app: appId } : { room: roomId }) };
}
