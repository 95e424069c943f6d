import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Checkbox } from '../../design/field.tsx';
import { LinkedText } from '../../design/linked-text.tsx';
import { formatCount, plural } from '../../lib/language.ts';
import type { Output } from '../model/commands.ts';
import { PAGE_SIZE } from '../model/list-query.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { useTrail } from '../model/use-trail.ts';
import { DialogButton } from '../parts/dialog.tsx';
import { PageNav } from '../parts/list.tsx';
import { Loaded, Panel } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Ago, At } from '../parts/when.tsx';
import { type Author, DeleteMessages, type Selection } from './delete-messages.tsx';
import messages from './messages.module.css';
import { SanctionDialog } from './sanction-dialog.tsx';
import view from './view.module.css';

type AuthorRooms = Output<'user-message-rooms'>;

interface UserMessagesProps {
  readonly author: Author;
  /** How a ban names the author. */
  readonly account?: string;
  readonly onBan: () => void;
}

/** One user's messages in all rooms: where and how many, and the messages, some or all of which can be deleted. */
export function UserMessages({ author, account = author.name, onBan }: UserMessagesProps) {
  const { app, id } = author;
  const [room, setRoom] = useState<string | null>(null);
  const trail = useTrail<string>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const rooms = useCommand('user-message-rooms', { app, id });
  const page = useCommand('user-messages', {
    ...{ app, id, limit: PAGE_SIZE },
    ...(room !== null && { room }),
    ...(trail.cursor !== undefined && { after: trail.cursor }),
  });
  const show = (inRoom: string | null) => {
    setRoom(inRoom);
    trail.restart();
    setChosen(new Set());
  };
  const turnPage = (change: () => void) => () => {
    change();
    setChosen(new Set());
  };
  const onDone = () => {
    show(room);
    rooms.reload();
    page.reload();
  };
  const roomName = rooms.data?.items.find((item) => item.room.id === room)?.room.name ?? null;
  const deletion = (selection: Selection) => <DeleteMessages {...{ author, selection, onDone }} />;
  const ban = <SanctionDialog user={{ app, id, name: account }} deletes="1h" onDone={onBan} />;
  return (
    <Panel title="Messages" aside={rooms.data && totalOf(rooms.data)}>
      <Loaded result={rooms}>
        {({ items }) =>
          items.length === 0 ? (
            <p class={view.none}>They have no messages.</p>
          ) : (
            <>
              <Rooms items={items} room={room} onShow={show} />
              <div class={messages.tools}>
                <DialogButton
                  label={`Delete selected (${formatCount(chosen.size)})`}
                  disabled={chosen.size === 0}
                  dialog={deletion({ kind: 'chosen', ids: [...chosen] })}
                />
                <DialogButton
                  label={
                    room === null ? 'Delete everywhere' : `Delete in ${roomName ?? 'this room'}`
                  }
                  dialog={deletion({ kind: 'age', room, roomName })}
                />
                <DialogButton label="Ban and delete" dialog={ban} />
                {room !== null && <Button onClick={() => show(null)}>Show all rooms</Button>}
              </div>
              <Loaded result={page}>
                {({ items: shown, next }) => (
                  <>
                    <Choosable items={shown} chosen={chosen} onChoose={setChosen} />
                    <PageNav
                      label="Pages of these messages"
                      back={['Newer', trail.pagesBefore > 0 && turnPage(trail.back)]}
                      forward={['Older', next !== null && turnPage(() => trail.forward(next))]}
                    />
                  </>
                )}
              </Loaded>
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

function totalOf({ items, total }: AuthorRooms): string {
  const counted = items.reduce((sum, item) => sum + item.messages, 0);
  const count = total === null ? `more than ${formatCount(counted)}` : formatCount(total);
  return `${count} in ${plural(items.length, 'room')}`;
}

interface RoomsProps {
  readonly items: AuthorRooms['items'];
  readonly room: string | null;
  readonly onShow: (room: string | null) => void;
}

function Rooms({ items, room, onShow }: RoomsProps) {
  const columns: readonly Column<AuthorRooms['items'][number]>[] = [
    {
      label: 'Room',
      cell: ({ room: { id, uid, name } }) => <a href={href('rooms', id)}>{name || uid}</a>,
    },
    { label: 'Messages', isNumber: true, cell: (item) => formatCount(item.messages) },
    { label: 'Last', cell: ({ lastAt }) => <Ago at={lastAt} /> },
    {
      label: 'Actions',
      isActions: true,
      cell: ({ room: { id } }) => (
        <Button
          size="small"
          aria-pressed={id === room}
          onClick={() => onShow(id === room ? null : id)}
        >
          {id === room ? 'Show all' : 'Show only these'}
        </Button>
      ),
    },
  ];
  return (
    <div class={messages.rooms}>
      <Table
        label="Rooms with their messages"
        columns={columns}
        rows={items}
        keyOf={(item) => item.room.id}
      />
    </div>
  );
}

interface ChoosableProps {
  readonly items: Output<'user-messages'>['items'];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** A page of messages, each with a box to choose it by. */
function Choosable({ items, chosen, onChoose }: ChoosableProps) {
  if (items.length === 0) return <p class={view.none}>No more messages.</p>;
  const isAll = items.every(({ id }) => chosen.has(id));
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    onChoose(next);
  };
  return (
    <>
      <Checkbox
        class={messages.all}
        isChecked={isAll}
        onChange={() => onChoose(new Set(isAll ? [] : items.map(({ id }) => id)))}
      >
        All on this page
      </Checkbox>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keys. */}
      <ol class={messages.list} tabIndex={0} aria-label="Their messages">
        {items.map(({ id, room, seq, content, createdAt, editedAt }) => (
          <li key={id} class={messages.message}>
            <div class={messages.by}>
              <Checkbox isChecked={chosen.has(id)} onChange={(isOn) => toggle(id, isOn)}>
                <span class={view.quiet}>
                  <At at={createdAt} />
                  {editedAt !== null && ' · edited'}
                </span>
              </Checkbox>
              <a href={href('rooms', room.id)}>{room.name || room.uid}</a>
              <span class={messages.seq}>#{seq}</span>
            </div>
            <p class={messages.text} dir="auto">
              <LinkedText text={content} />
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
