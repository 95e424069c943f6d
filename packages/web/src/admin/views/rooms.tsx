import type { RoomKind } from '@koine/contract';
import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Field, SelectField, TextField } from '../../design/field.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { UsersIcon } from '../../design/icons.ts';
import { toast } from '../../design/toast.tsx';
import { formatCount } from '../../lib/language.ts';
import { isOperator, run } from '../model/api.ts';
import type { Room } from '../model/commands.ts';
import { oneOf, useListQuery } from '../model/list-query.ts';
import { go, href, route } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import form from '../parts/form.module.css';
import { ListPanel } from '../parts/list-panel.tsx';
import { AppSelect, PAGE_SIZE, Search } from '../parts/list-tools.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Ago } from '../parts/when.tsx';
import { RoomView } from './room.tsx';
import styles from './view.module.css';
import { Heading, Tools } from './view.tsx';

const KINDS: readonly { readonly value: RoomKind | ''; readonly label: string }[] = [
  { value: '', label: 'All kinds' },
  { value: 'public', label: 'Public' },
  { value: 'private', label: 'Private' },
  { value: 'direct', label: 'Direct' },
];

export function RoomsView() {
  const [id] = route.value.rest;
  return id === undefined || id === '' ? <RoomList /> : <RoomView key={id} id={id} />;
}

function RoomList() {
  const query = useListQuery();
  const { offset } = query;
  const text = query.get('text');
  const kind = oneOf(query.get('kind'), ['public', 'private', 'direct']);
  const [isCreating, setCreating] = useState(false);
  const answer = useCommand('rooms', {
    limit: PAGE_SIZE,
    offset,
    ...query.filters('text', 'app'),
    ...(kind !== undefined && { kind }),
  });
  return (
    <>
      <Heading title="Rooms">
        {isOperator() && (
          <Button kind="primary" onClick={() => setCreating(true)}>
            New room
          </Button>
        )}
      </Heading>
      <Tools>
        <Search
          label="Name, uid or id"
          value={text}
          onChange={(next) => query.filter('text', next)}
        />
        <AppSelect value={query.get('app')} onChange={(next) => query.filter('app', next)} />
        <SelectField
          label="Kind"
          isLabelHidden
          value={kind ?? ''}
          options={KINDS}
          onValue={(value) => query.filter('kind', value)}
        />
      </Tools>
      <ListPanel
        answer={answer}
        query={query}
        empty={{
          icon: UsersIcon,
          title: text === '' ? 'No rooms yet' : 'No matches',
          text: <p>Rooms are found by part of their name, or by their whole uid or id.</p>,
        }}
      >
        {(items) => <RoomTable rooms={items} isStale={answer.isLoading} />}
      </ListPanel>
      {isCreating && <NewRoom onClose={() => setCreating(false)} />}
    </>
  );
}

const COLUMNS: readonly Column<Room>[] = [
  {
    label: 'Room',
    cell: (room) => (
      <div class={styles.stack}>
        <a href={href('rooms', room.id)}>{room.name === '' ? room.uid : room.name}</a>
        <span class={styles.quiet}>
          {room.uid} · {room.app}
        </span>
      </div>
    ),
  },
  {
    label: 'Kind',
    cell: (room) => (
      <span class={styles.badges}>
        <Badge>{room.kind}</Badge>
        {room.bridged && <Badge tone="accent">bridged</Badge>}
      </span>
    ),
  },
  { label: 'Online', isNumber: true, cell: (room) => formatCount(room.online) },
  { label: 'Members', isNumber: true, cell: (room) => formatCount(room.members) },
  { label: 'Messages', isNumber: true, cell: (room) => formatCount(room.messages) },
  { label: 'Last message', cell: (room) => <Ago at={room.lastMessageAt} /> },
];

export function RoomTable({
  rooms,
  isStale = false,
}: {
  readonly rooms: readonly Room[];
  readonly isStale?: boolean;
}) {
  return (
    <Table label="Rooms" columns={COLUMNS} rows={rooms} keyOf={({ id }) => id} isStale={isStale} />
  );
}

function NewRoom({ onClose }: { readonly onClose: () => void }) {
  const [app, setApp] = useState('default');
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [isPrivate, setPrivate] = useState(false);
  const make = async () => {
    const made = await run('create-room', { app, name, description, private: isPrivate });
    toast(`The room ${name} is created`, 'success');
    go('rooms', made.id);
  };
  return (
    <FormDialog title="New room" action="Create room" onSubmit={make} onClose={onClose}>
      <Field label="Name" required value={name} onValue={setName} />
      <TextField label="Description" rows={2} value={description} onValue={setDescription} />
      <Field
        label="App"
        hint="By its id; “default” is the built-in one"
        required
        value={app}
        onValue={setApp}
      />
      <label class={form.check}>
        <input
          type="checkbox"
          checked={isPrivate}
          onChange={(event) => setPrivate(event.currentTarget.checked)}
        />
        Private: for members only
      </label>
    </FormDialog>
  );
}
