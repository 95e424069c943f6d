import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Field, TextField } from '../../design/field.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { toast } from '../../design/toast.tsx';
import { formatCount } from '../../lib/language.ts';
import { isOperator, run } from '../model/api.ts';
import type { Output, Room } from '../model/commands.ts';
import { duration } from '../model/format.ts';
import { go, href, listHref } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Facts, Loaded, Panel } from '../parts/panel.tsx';
import { Ago, At } from '../parts/when.tsx';
import { Messages } from './messages.tsx';
import { SanctionDialog, SanctionTable } from './sanction-parts.tsx';
import styles from './view.module.css';
import { Heading } from './view.tsx';

type Task = 'edit' | 'purge' | 'delete' | 'sanction';

/** One room: what is said in it, who is there, who may not. */
export function RoomView({ id }: { readonly id: string }) {
  const answer = useCommand('room', { room: id }, 10_000);
  const [version, setVersion] = useState(0);
  const changed = () => answer.reload();
  // A reader of an older page stays there, unless it is gone.
  const purged = () => {
    changed();
    setVersion(version + 1);
  };
  return (
    <>
      {answer.data === null && answer.error !== null && (
        <Heading title="A room" back={{ href: listHref('rooms'), label: 'Rooms' }} />
      )}
      <Loaded answer={answer}>
        {(details) => (
          <Details details={details} version={version} onChange={changed} onPurge={purged} />
        )}
      </Loaded>
    </>
  );
}

function Details({
  details,
  version,
  onChange,
  onPurge,
}: {
  readonly details: Output<'room'>;
  readonly version: number;
  readonly onChange: () => void;
  readonly onPurge: () => void;
}) {
  const { room, online, members, sanctions } = details;
  const [task, setTask] = useState<Task | null>(null);
  const name = room.name === '' ? room.uid : room.name;
  return (
    <>
      <Heading title={name} back={{ href: listHref('rooms'), label: 'Rooms' }}>
        <Button onClick={() => setTask('edit')}>Edit</Button>
        <Button onClick={() => setTask('sanction')}>Ban or mute</Button>
        <Button onClick={() => setTask('purge')}>Purge</Button>
        {isOperator() && <Button onClick={() => setTask('delete')}>Delete room</Button>}
      </Heading>
      <Panel>
        <Facts
          facts={[
            ['Uid', <code key="uid">{room.uid}</code>],
            ['Id', <code key="id">{room.id}</code>],
            [
              'App',
              <a key="app" href={href('apps', room.app)}>
                {room.app}
              </a>,
            ],
            ['Kind', <Kind key="kind" room={room} />],
            ['Description', room.description === '' ? '—' : room.description],
            [
              'Slow mode',
              room.slowModeSeconds === 0 ? 'off' : duration(room.slowModeSeconds * 1000),
            ],
            ['Messages', formatCount(room.messages)],
            ['Last message', <Ago key="last" at={room.lastMessageAt} />],
            ['Created', <At key="made" at={room.createdAt} />],
          ]}
        />
      </Panel>
      <div class={styles.columns}>
        <Messages key={version} room={room} />
        <div class={styles.column}>
          <Panel title="Online" aside={formatCount(room.online)}>
            <People
              people={online.map((one) => ({ ...one, note: one.kind }))}
              none="Nobody is online."
            />
          </Panel>
          <Panel title="Members" aside={formatCount(members.total)}>
            <People
              people={members.items.map((one) => ({ ...one, note: one.role }))}
              none="It has no members."
            />
          </Panel>
        </div>
      </div>
      <Panel title="Bans and mutes here" aside={formatCount(sanctions.length)}>
        {sanctions.length === 0 ? (
          <p class={styles.none}>Nobody is banned or muted in this room.</p>
        ) : (
          <SanctionTable sanctions={sanctions} onChange={onChange} />
        )}
      </Panel>
      {task === 'edit' && <EditRoom room={room} onDone={onChange} onClose={() => setTask(null)} />}
      {task === 'sanction' && (
        <SanctionDialog room={room.id} onDone={onChange} onClose={() => setTask(null)} />
      )}
      {task === 'purge' && (
        <Confirm
          title={`Purge ${name}?`}
          action="Purge"
          hasReason
          onClose={() => setTask(null)}
          onConfirm={async (reason) => {
            await run('purge-room', { room: room.id, reason });
            toast(`All messages of ${name} are deleted`, 'success');
            onPurge();
          }}
        >
          All {formatCount(room.messages)} messages of <strong>{name}</strong> will be deleted, for
          everyone and permanently. The room and its members stay.
        </Confirm>
      )}
      {task === 'delete' && (
        <Confirm
          title={`Delete ${name}?`}
          action="Delete room"
          hasReason
          typed={name}
          onClose={() => setTask(null)}
          onConfirm={async (reason) => {
            await run('delete-room', { room: room.id, reason });
            toast(`The room ${name} is deleted`, 'success');
            go('rooms');
          }}
        >
          The room <strong>{name}</strong> is deleted permanently, with its{' '}
          {formatCount(room.messages)} messages and {formatCount(members.total)} memberships.
          Everyone in it is removed.
        </Confirm>
      )}
    </>
  );
}

function Kind({ room }: { readonly room: Room }) {
  return (
    <span class={styles.badges}>
      <Badge>{room.kind}</Badge>
      {room.bridged && <Badge tone="accent">bridged</Badge>}
    </span>
  );
}

function People({
  people,
  none,
}: {
  readonly people: readonly {
    readonly app: string;
    readonly id: string;
    readonly name: string;
    readonly note: string;
  }[];
  readonly none: string;
}) {
  if (people.length === 0) return <p class={styles.none}>{none}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keys.
    <ul class={styles.people} tabIndex={0}>
      {people.map(({ app, id, name, note }) => (
        <li key={`${app} ${id}`}>
          <a href={href('users', app, id)}>{name}</a>
          <span class={styles.quiet}>{note}</span>
        </li>
      ))}
    </ul>
  );
}

function EditRoom({
  room,
  onDone,
  onClose,
}: {
  readonly room: Room;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  // What it was when this was opened: what somebody else changes meanwhile stays as they want it.
  const [before] = useState(room);
  const [name, setName] = useState(room.name);
  const [description, setDescription] = useState(room.description);
  const [slow, setSlow] = useState(`${room.slowModeSeconds}`);
  const save = async () => {
    await run('update-room', {
      room: room.id,
      ...(name !== before.name && { name }),
      ...(description !== before.description && { description }),
      ...(Number(slow) !== before.slowModeSeconds && { slowModeSeconds: Number(slow) }),
    });
    toast('The room is changed', 'success');
    onDone();
  };
  return (
    <FormDialog title="Edit room" action="Save" onSubmit={save} onClose={onClose}>
      <Field label="Name" value={name} onInput={(event) => setName(event.currentTarget.value)} />
      <TextField label="Description" rows={3} value={description} onValue={setDescription} />
      <Field
        label="Slow mode, seconds"
        hint="How long everyone waits between two messages; 0: off"
        type="number"
        min={0}
        max={86_400}
        required
        value={slow}
        onValue={setSlow}
      />
    </FormDialog>
  );
}
