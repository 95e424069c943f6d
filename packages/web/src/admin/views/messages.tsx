import { useEffect, useRef, useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { TrashIcon } from '../../design/icons.ts';
import { toast } from '../../design/toast.tsx';
import type { Message, Room } from '../model/answers.ts';
import { run } from '../model/api.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Loaded, Panel } from '../parts/panel.tsx';
import { At } from '../parts/when.tsx';
import styles from './messages.module.css';
import view from './view.module.css';

type Where = { readonly before?: number; readonly after?: number };

/** What is said in a room, a page at a time, newest at the end. */
export function Messages({ room }: { readonly room: Room }) {
  const [where, setWhere] = useState<Where>({});
  const list = useRef<HTMLOListElement>(null);
  const shown = useRef<string | null>(null);
  const [doomed, setDoomed] = useState<Message | null>(null);
  const isLatest = where.before === undefined && where.after === undefined;
  const answer = useCommand(
    'room-messages',
    { room: room.id, limit: 50, ...where },
    isLatest ? 5_000 : null,
  );
  // The newest stand at the end: there one begins, and stays until one scrolls up.
  const newest = answer.data?.messages.at(-1)?.id;
  useEffect(() => {
    const element = list.current;
    if (element !== null && isLatest && (shown.current === null || isAtEnd(element)))
      element.scrollTop = element.scrollHeight;
    shown.current = isLatest ? (newest ?? null) : null;
  }, [newest, isLatest]);
  return (
    <Panel title="Messages" aside={isLatest ? 'the newest' : null}>
      <Loaded answer={answer}>
        {({ messages, firstSeq, lastSeq }) => {
          const first = messages[0]?.seq ?? firstSeq;
          const last = messages.at(-1)?.seq ?? lastSeq;
          return (
            <>
              {messages.length === 0 ? (
                <p class={view.none}>
                  {isLatest ? 'Nobody has said anything here.' : 'There are no more.'}
                </p>
              ) : (
                <ol ref={list} class={styles.list}>
                  {messages.map((message) => (
                    <One
                      key={message.id}
                      message={message}
                      app={room.app}
                      onDelete={() => setDoomed(message)}
                    />
                  ))}
                </ol>
              )}
              <nav class={styles.pages} aria-label="Pages of messages">
                <Button
                  size="small"
                  disabled={first <= firstSeq}
                  onClick={() => setWhere({ before: first })}
                >
                  Older
                </Button>
                <Button
                  size="small"
                  disabled={isLatest || last >= lastSeq}
                  onClick={() => setWhere({ after: last })}
                >
                  Newer
                </Button>
                <Button size="small" disabled={isLatest} onClick={() => setWhere({})}>
                  Newest
                </Button>
              </nav>
            </>
          );
        }}
      </Loaded>
      {doomed !== null && (
        <Confirm
          title="Delete this message?"
          verb="Delete"
          hasReason
          onClose={() => setDoomed(null)}
          onConfirm={async (reason) => {
            await run('delete-message', { room: room.id, message: doomed.id, reason });
            toast('The message is deleted', 'success');
            answer.reload();
          }}
        >
          <p>
            By <strong>{doomed.sender.name}</strong>, <At at={doomed.createdAt} />:
          </p>
          <blockquote class={styles.quote}>{doomed.content}</blockquote>
        </Confirm>
      )}
    </Panel>
  );
}

const NEAR_PX = 120;

/** Or so near that one more message would have been seen. */
function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < NEAR_PX;
}

function One({
  message,
  app,
  onDelete,
}: {
  readonly message: Message;
  readonly app: string;
  readonly onDelete: () => void;
}) {
  const { sender, content, type, createdAt, editedAt, deletedAt, deletedBy, seq } = message;
  return (
    <li class={styles.message}>
      <div class={styles.by}>
        <a href={href('users', app, sender.id)}>{sender.name}</a>
        {sender.kind === 'bot' && <Badge>bot</Badge>}
        {type !== 'text' && type !== 'bot' && <Badge>{type}</Badge>}
        <span class={view.quiet}>
          <At at={createdAt} />
          {editedAt !== null && deletedAt === null && ' · edited'}
        </span>
        <span class={styles.seq}>#{seq}</span>
        {deletedAt === null && (
          <IconButton label={`Delete message ${seq}`} size="small" onClick={onDelete}>
            <TrashIcon size={14} />
          </IconButton>
        )}
      </div>
      {deletedAt === null ? (
        <p class={styles.text} dir="auto">
          {content}
        </p>
      ) : (
        <p class={view.quiet}>Deleted{deletedBy !== null && ` by ${deletedBy}`}</p>
      )}
    </li>
  );
}
