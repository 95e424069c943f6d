import { useState } from 'preact/hooks';
import { Field, TextField, useField } from '../../design/field.tsx';
import { formatCount } from '../../lib/language.ts';
import { isOperator, run } from '../model/api.ts';
import type { Output, Room } from '../model/commands.ts';
import { duration } from '../model/format.ts';
import { go, href, listHref } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { RoomKind } from '../parts/badges.tsx';
import { Confirm, DialogButton, Form } from '../parts/dialog.tsx';
import { CountedPanel, Facts, Loaded, Panel } from '../parts/panel.tsx';
import { Ago, At } from '../parts/when.tsx';
import { Messages } from './messages.tsx';
import { SanctionDialog } from './sanction-dialog.tsx';
import { SanctionsPanel } from './sanction-table.tsx';
import styles from './view.module.css';
import { Heading } from './view.tsx';

/** One room: its messages, its people, its bans and mutes. */
export function RoomView({ id }: { readonly id: string }) {
  const result = useCommand('room', { room: id }, 10_000);
  const [version, setVersion] = useState(0);
  // A reader of an older page stays there, unless it is gone.
  const onPurge = () => {
    result.reload();
    setVersion(version + 1);
  };
  return (
    <>
      {result.data === null && result.error !== null && (
        <Heading title="A room" back={{ href: listHref('rooms'), label: 'Rooms' }} />
      )}
      <Loaded result={result}>
        {(details) => <Details {...{ details, version, onPurge }} onChange={result.reload} />}
      </Loaded>
    </>
  );
}

interface DetailsProps {
  readonly details: Output<'room'>;
  readonly version: number;
  readonly onChange: () => void;
  readonly onPurge: () => void;
}

function Details({ details, version, onChange, onPurge }: DetailsProps) {
  const { room, online, members, sanctions } = details;
  const name = room.name || room.uid;
  const purge = (
    <Confirm
      title={`Purge ${name}?`}
      action="Purge"
      hasReason
      onConfirm={(reason) => run('purge-room', { room: room.id, reason })}
      done={`All messages of ${name} are deleted`}
      onDone={onPurge}
    >
      All {formatCount(room.messages)} messages of <strong>{name}</strong> will be deleted, for
      everyone and permanently. The room and its members stay.
    </Confirm>
  );
  const remove = (
    <Confirm
      title={`Delete ${name}?`}
      action="Delete room"
      hasReason
      typed={name}
      onConfirm={(reason) => run('delete-room', { room: room.id, reason })}
      done={`The room ${name} is deleted`}
      onDone={() => go('rooms')}
    >
      The room <strong>{name}</strong> is deleted permanently, with its {formatCount(room.messages)}{' '}
      messages and {formatCount(members.total)} memberships. Everyone in it is removed.
    </Confirm>
  );
  return (
    <>
      <Heading title={name} back={{ href: listHref('rooms'), label: 'Rooms' }}>
        <DialogButton label="Edit" dialog={<EditRoom room={room} onDone={onChange} />} />
        <DialogButton
          label="Ban or mute"
          dialog={<SanctionDialog room={room.id} onDone={onChange} />}
        />
        <DialogButton label="Purge" dialog={purge} />
        {isOperator() && <DialogButton label="Delete room" dialog={remove} />}
      </Heading>
      <Panel>
        <Facts
          facts={{
            Uid: <code>{room.uid}</code>,
            Id: <code>{room.id}</code>,
            App: <a href={href('apps', room.app)}>{room.app}</a>,
            Kind: <RoomKind {...room} />,
            Description: room.description || '—',
            'Slow mode': room.slowModeSeconds === 0 ? 'off' : duration(room.slowModeSeconds * 1000),
            Messages: formatCount(room.messages),
            'Last message': <Ago at={room.lastMessageAt} />,
            Created: <At at={room.createdAt} />,
          }}
        />
      </Panel>
      <div class={styles.columns}>
        <Messages key={version} room={room} />
        <div class={styles.column}>
          <CountedPanel title="Online" count={room.online} none="Nobody is online.">
            <People people={online.map((one) => ({ ...one, note: one.kind }))} />
          </CountedPanel>
          <CountedPanel title="Members" count={members.total} none="It has no members.">
            <People people={members.items.map((one) => ({ ...one, note: one.role }))} />
          </CountedPanel>
        </div>
      </div>
      <SanctionsPanel
        title="Bans and mutes here"
        none="Nobody is banned or muted in this room."
        {...{ sanctions, onChange }}
      />
    </>
  );
}

interface PeopleProps {
  readonly people: readonly {
    readonly app: string;
    readonly id: string;
    readonly name: string;
    readonly note: string;
  }[];
}

function People({ people }: PeopleProps) {
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

function EditRoom({ room, onDone }: { readonly room: Room; readonly onDone: () => void }) {
  // As it was when the dialog opened: only what is edited here is sent, so that others' changes stay.
  const [before] = useState(room);
  const name = useField(room.name);
  const description = useField(room.description);
  const slow = useField(`${room.slowModeSeconds}`);
  const slowModeSeconds = Number(slow.value);
  const save = () =>
    run('update-room', {
      room: room.id,
      ...(name.value !== before.name && { name: name.value }),
      ...(description.value !== before.description && { description: description.value }),
      ...(slowModeSeconds !== before.slowModeSeconds && { slowModeSeconds }),
    });
  return (
    <Form
      title="Edit room"
      action="Save"
      onSubmit={save}
      done="The room is changed"
      onDone={onDone}
    >
      <Field label="Name" {...name} />
      <TextField label="Description" rows={3} {...description} />
      <Field
        label="Slow mode, seconds"
        hint="How long everyone waits between two messages; 0: off"
        type="number"
        min={0}
        max={86_400}
        required
        {...slow}
      />
    </Form>
  );
}
