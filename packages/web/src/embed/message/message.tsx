import { useEffect, useState } from 'preact/hooks';
import type { Entry } from '../../chat/types.ts';
import { Avatar } from '../../design/avatar.tsx';
import { classNames } from '../../design/class-names.ts';
import { clockTime, exactTime } from '../../lib/time.ts';
import { useEmbed } from '../embed-state.ts';
import { RoleBadge } from '../people/role-badge.tsx';
import { EditForm } from './edit-form.tsx';
import styles from './message.module.css';
import { Reactions } from './reactions.tsx';
import { Text } from './text.tsx';
import { Toolbar } from './toolbar.tsx';

export interface MessageProps {
  readonly entry: Entry;
  /** It stands under the name of the one before it. */
  readonly isGrouped: boolean;
  /** The Tab key gets to its buttons. */
  readonly isCurrent: boolean;
}

/** One message as it is now. */
export function Message({ entry, isGrouped, isCurrent }: MessageProps) {
  const { chat, editing } = useEmbed();
  const author = entry.author.value;
  const body = entry.body.value;
  const me = chat.me.value;
  const isOwn = me !== null && me.uid === author.uid;
  const isEditing = editing.value?.id === entry.id;
  // Half of what a message costs to draw, so only for those that one turns to: not for all that scroll by.
  const [hasToolbar, setToolbar] = useState(false);
  const turnTo = () => setToolbar(true);
  return (
    <article
      // By keyboard one gets here first, and then to the buttons.
      tabIndex={isCurrent && !hasToolbar ? 0 : -1}
      data-message={body.isDeleted ? undefined : ''}
      onFocusIn={turnTo}
      onMouseMove={turnTo}
      class={classNames(styles.message, isGrouped && styles.grouped)}
      data-own={isOwn}
      aria-label={`${author.name}, ${clockTime(entry.at)}`}
    >
      <div class={styles.gutter}>
        {!isGrouped && <Avatar name={author.name} seed={author.uid} />}
      </div>
      <div class={styles.main}>
        {!isGrouped && (
          <p class={styles.head}>
            <bdi class={styles.name}>{author.name}</bdi>
            {isOwn && <span class="visually-hidden"> (you)</span>}
            <RoleBadge roles={author.roles} />
            <time
              class={styles.time}
              dateTime={new Date(entry.at).toISOString()}
              title={exactTime(entry.at)}
            >
              {clockTime(entry.at)}
            </time>
          </p>
        )}
        {body.isDeleted ? (
          <p class={styles.deleted}>This message was deleted</p>
        ) : isEditing ? (
          <EditForm entry={entry} />
        ) : (
          <Text text={body.text}>
            {body.editedAt !== null && (
              <span class={styles.edited} title={`Edited ${exactTime(body.editedAt)}`}>
                {' '}
                (edited)
              </span>
            )}
          </Text>
        )}
        {!body.isDeleted && (
          <Reactions entry={entry} reactions={body.reactions} isCurrent={isCurrent} />
        )}
        <Fault id={entry.id} />
      </div>
      {hasToolbar && !body.isDeleted && !isEditing && <Toolbar {...{ entry, isOwn, isCurrent }} />}
    </article>
  );
}

const FAULT_SHOWN_MS = 8_000;

/** Why something could not be done with this message; leaves by itself. */
function Fault({ id }: { readonly id: number }) {
  const { fault } = useEmbed();
  const text = fault.value?.id === id ? fault.value.text : null;
  useEffect(() => {
    if (text === null) return;
    const timer = setTimeout(() => {
      if (fault.peek()?.id === id) fault.value = null;
    }, FAULT_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [text, id, fault]);
  if (text === null) return null;
  return (
    <p class={styles.fault} role="alert">
      {text}
    </p>
  );
}
