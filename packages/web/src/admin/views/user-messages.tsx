import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { LinkedText } from '../../design/linked-text.tsx';
import { formatCount } from '../../lib/language.ts';
import type { Output } from '../model/commands.ts';
import { href } from '../model/route.ts';
import { type Answer, useCommand } from '../model/use-command.ts';
import form from '../parts/form.module.css';
import pager from '../parts/list-tools.module.css';
import { PAGE_SIZE } from '../parts/list-tools.tsx';
import { Loaded, Panel } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Ago, At } from '../parts/when.tsx';
import { type Author, DeleteMessages, type Selection } from './delete-messages.tsx';
import messages from './messages.module.css';
import view from './view.module.css';

/** What one user wrote, over all rooms: where and how much, and the messages, some or all of which can be deleted. */
export function UserMessages({
  author,
  onBan,
}: {
  readonly author: Author;
  /** To ban them and delete with it. */
  readonly onBan: () => void;
}) {
  const { app, id } = author;
  const [room, setRoom] = useState<string | null>(null);
  /** Where each page begins, after the newest; the last is the present one. */
  const [trail, setTrail] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [selection, setSelection] = useState<Selection | null>(null);
  const rooms = useCommand('user-message-rooms', { app, id });
  const after = trail.at(-1);
  const page = useCommand('user-messages', {
    ...{ app, id, limit: PAGE_SIZE },
    ...(room !== null && { room }),
    ...(after !== undefined && { after }),
  });
  const go = (next: readonly string[], at = room) => {
    setRoom(at);
    setTrail(next);
    setChosen(new Set());
  };
  const done = () => {
    go([]);
    rooms.reload();
    page.reload();
  };
  const roomName = rooms.data?.items.find((item) => item.room.id === room)?.room.name ?? null;
  return (
    <Panel title="Messages" aside={totalOf(rooms)}>
      <Loaded answer={rooms}>
        {({ items }) =>
          items.length === 0 ? (
            <p class={view.none}>They have no messages.</p>
          ) : (
            <>
              <Rooms items={items} room={room} onShow={(next) => go([], next)} />
              <div class={messages.tools}>
                <Button
                  disabled={chosen.size === 0}
                  onClick={() => setSelection({ kind: 'chosen', ids: [...chosen] })}
                >
                  Delete selected ({formatCount(chosen.size)})
                </Button>
                <Button onClick={() => setSelection({ kind: 'age', room, roomName })}>
                  {room === null ? 'Delete everywhere' : `Delete in ${roomName ?? 'this room'}`}
                </Button>
                <Button onClick={onBan}>Ban and delete</Button>
                {room !== null && <Button onClick={() => go([], null)}>Show all rooms</Button>}
              </div>
              <Loaded answer={page}>
                {(data) => (
                  <>
                    <Choosable items={data.items} chosen={chosen} onChoose={setChosen} />
                    <nav class={pager.pager} aria-label="Pages of these messages">
                      <Button
                        size="small"
                        disabled={trail.length === 0}
                        onClick={() => go(trail.slice(0, -1))}
                      >
                        Newer
                      </Button>
                      <Button
                        size="small"
                        disabled={data.next === null}
                        onClick={() => data.next !== null && go([...trail, data.next])}
                      >
                        Older
                      </Button>
                    </nav>
                  </>
                )}
              </Loaded>
            </>
          )
        }
      </Loaded>
      {selection !== null && (
        <DeleteMessages
          author={author}
          selection={selection}
          onDone={done}
          onClose={() => setSelection(null)}
        />
      )}
    </Panel>
  );
}

function totalOf({ data }: Answer<Output<'user-message-rooms'>>): string | null {
  if (data === null) return null;
  const { items, total } = data;
  const counted = items.reduce((sum, { messages: many }) => sum + many, 0);
  const rooms = `in ${formatCount(items.length)} room${items.length === 1 ? '' : 's'}`;
  return total === null
    ? `more than ${formatCount(counted)} ${rooms}`
    : `${formatCount(total)} ${rooms}`;
}

function Rooms({
  items,
  room,
  onShow,
}: {
  readonly items: Output<'user-message-rooms'>['items'];
  readonly room: string | null;
  readonly onShow: (room: string | null) => void;
}) {
  const columns: readonly Column<Output<'user-message-rooms'>['items'][number]>[] = [
    {
      label: 'Room',
      cell: ({ room: { id, uid, name } }) => <a href={href('rooms', id)}>{name || uid}</a>,
    },
    { label: 'Messages', isNumber: true, cell: ({ messages: many }) => formatCount(many) },
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

/** A page of messages, each with a box to choose it by. */
function Choosable({
  items,
  chosen,
  onChoose,
}: {
  readonly items: Output<'user-messages'>['items'];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}) {
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
      <label class={`${form.check} ${messages.all}`}>
        <input
          type="checkbox"
          checked={isAll}
          onChange={() => onChoose(new Set(isAll ? [] : items.map(({ id }) => id)))}
        />
        All on this page
      </label>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keys. */}
      <ol class={messages.list} tabIndex={0} aria-label="Their messages">
        {items.map((message) => (
          <li key={message.id} class={messages.message}>
            <div class={messages.by}>
              <label class={form.check}>
                <input
                  type="checkbox"
                  checked={chosen.has(message.id)}
                  onChange={(event) => toggle(message.id, event.currentTarget.checked)}
                />
                <span class={view.quiet}>
                  <At at={message.createdAt} />
                  {message.editedAt !== null && ' · edited'}
                </span>
              </label>
              <a href={href('rooms', message.room.id)}>{message.room.name || message.room.uid}</a>
              <span class={messages.seq}>#{message.seq}</span>
            </div>
            <p class={messages.text} dir="auto">
              <LinkedText text={message.content} />
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
