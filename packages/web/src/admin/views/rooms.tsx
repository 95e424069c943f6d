import type { RoomKind as Kind } from '@koine/contract';
import { useState } from 'preact/hooks';
import { Checkbox, Field, TextField, useField } from '../../design/field.tsx';
import { UsersIcon } from '../../design/icons.ts';
import { toast } from '../../design/toast.tsx';
import { formatCount } from '../../lib/language.ts';
import { isOperator, run } from '../model/api.ts';
import type { Room } from '../model/commands.ts';
import { useListQuery } from '../model/list-query.ts';
import { go, href, route } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { RoomKind } from '../parts/badges.tsx';
import { DialogButton, Form } from '../parts/dialog.tsx';
import { AppSelect, Choice, List, Search } from '../parts/list.tsx';
import type { Column } from '../parts/table.tsx';
import { Ago } from '../parts/when.tsx';
import { RoomView } from './room.tsx';
import styles from './view.module.css';
import { Heading, Tools } from './view.tsx';

const KINDS: readonly { readonly value: Kind | ''; readonly label: string }[] = [
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
  const kind = query.choice('kind', ['public', 'private', 'direct']);
  const result = useCommand('rooms', { ...query.page, ...query.filters('text', 'app'), ...kind });
  return (
    <>
      <Heading title="Rooms">
        {isOperator() && <DialogButton kind="primary" label="New room" dialog={<NewRoom />} />}
      </Heading>
      <Tools>
        <Search label="Name, uid or id" {...query.field('text')} />
        <AppSelect {...query.field('app')} />
        <Choice label="Kind" options={KINDS} {...query.field('kind')} />
      </Tools>
      <List
        label="Rooms"
        {...{ result, query }}
        columns={ROOM_COLUMNS}
        keyOf={({ id }) => id}
        empty={{
          icon: UsersIcon,
          title: 'No rooms yet',
          text: 'Rooms are found by part of their name, or by their whole uid or id.',
        }}
      />
    </>
  );
}

export const ROOM_COLUMNS: readonly Column<Room>[] = [
  {
    label: 'Room',
    cell: ({ id, uid, app, name }) => (
      <div class={styles.stack}>
        <a href={href('rooms', id)}>{name || uid}</a>
        <span class={styles.quiet}>
          {uid} · {app}
        </span>
      </div>
    ),
  },
  { label: 'Kind', cell: (room) => <RoomKind {...room} /> },
  { label: 'Online', isNumber: true, cell: ({ online }) => formatCount(online) },
  { label: 'Members', isNumber: true, cell: ({ members }) => formatCount(members) },
  { label: 'Messages', isNumber: true, cell: ({ messages }) => formatCount(messages) },
  { label: 'Last message', cell: ({ lastMessageAt }) => <Ago at={lastMessageAt} /> },
];

function NewRoom() {
  const app = useField('default');
  const name = useField('');
  const description = useField('');
  const [isPrivate, setPrivate] = useState(false);
  const create = async () => {
    const { id } = await run('create-room', {
      app: app.value,
      name: name.value,
      description: description.value,
      private: isPrivate,
    });
    toast(`The room ${name.value} is created`, 'success');
    go('rooms', id);
  };
  return (
    <Form title="New room" action="Create room" onSubmit={create}>
      <Field label="Name" required {...name} />
      <TextField label="Description" rows={2} {...description} />
      <Field label="App" hint="By its id; “default” is the built-in one" required {...app} />
      <Checkbox isChecked={isPrivate} onChange={setPrivate}>
        Private: for members only
      </Checkbox>
    </Form>
  );
}
