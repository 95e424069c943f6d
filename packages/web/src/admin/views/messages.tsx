import { useRef, useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { IconButton } from '../../design/button.tsx';
import { TrashIcon } from '../../design/icons.ts';
import { LinkedText } from '../../design/linked-text.tsx';
import { run } from '../model/api.ts';
import type { Message, Room } from '../model/commands.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { Confirm } from '../parts/dialog.tsx';
import { Loaded, Panel } from '../parts/panel.tsx';
import { At } from '../parts/when.tsx';
import { MessagePages, useReadingPosition, type Where } from './message-pages.tsx';
import styles from './messages.module.css';
import view from './view.module.css';

const PAGE_SIZE = 100;

/** A room's messages, a page at a time, newest at the end. */
export function Messages({ room }: { readonly room: Room }) {
  const [where, setWhere] = useState<Where>({});
  const list = useRef<HTMLOListElement>(null);
  const [deleted, setDeleted] = useState<Message | null>(null);
  const isLatest = where.before === undefined && where.after === undefined;
  const result = useCommand(
    'room-messages',
    { room: room.id, limit: PAGE_SIZE, ...where },
    isLatest ? 5_000 : null,
  );
  const scrolled = useReadingPosition(list, where, result.data);
  return (
    <Panel title="Messages" aside={isLatest ? 'the newest' : null}>
      <Loaded result={result}>
        {({ messages, firstSeq, lastSeq }) => (
          <>
            {messages.length === 0 ? (
              <p class={view.none}>{isLatest ? 'No messages yet.' : 'No more messages.'}</p>
            ) : (
              <ol
                ref={list}
                class={styles.list}
                // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keys.
                tabIndex={0}
                aria-label="Messages"
                onScroll={scrolled}
              >
                {messages.map((message) => (
                  <MessageRow
                    key={message.id}
                    message={message}
                    onDelete={() => setDeleted(message)}
                  />
                ))}
              </ol>
            )}
            <MessagePages
              first={messages[0]?.seq ?? firstSeq}
              last={messages.at(-1)?.seq ?? lastSeq}
              {...{ firstSeq, lastSeq, isLatest }}
              onGo={setWhere}
            />
          </>
        )}
      </Loaded>
      {deleted !== null && (
        <Confirm
          title="Delete this message?"
          action="Delete"
          hasReason
          onClose={() => setDeleted(null)}
          onConfirm={(reason) =>
            run('delete-message', { room: room.id, message: deleted.id, reason })
          }
          done="The message is deleted"
          onDone={result.reload}
        >
          <p>
            By <strong>{deleted.sender.name}</strong>, <At at={deleted.createdAt} />:
          </p>
          <blockquote class={styles.quote} dir="auto">
            <LinkedText text={deleted.content} />
          </blockquote>
        </Confirm>
      )}
    </Panel>
  );
}

interface MessageRowProps {
  readonly message: Message;
  readonly onDelete: () => void;
}

function MessageRow({ message, onDelete }: MessageRowProps) {
  const { sender, content, type, createdAt, editedAt, deletedAt, seq } = message;
  return (
    <li class={styles.message}>
      <div class={styles.by}>
        <a href={href('users', sender.app, sender.id)}>{sender.name}</a>
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
          <LinkedText text={content} />
        </p>
      ) : (
        <p class={view.quiet}>Deleted{by(message)}</p>
      )}
    </li>
  );
}

function by({ deletedBy, deletedByApp, sender }: Message): string {
  if (deletedBy === null) return '';
  if (deletedBy === sender.id && deletedByApp === sender.app) return ' by its author';
  const isOperator = deletedBy === 'system' && deletedByApp === '';
  return isOperator ? ' by an operator' : ` by ${deletedBy}`;
}
