import { useEffect, useState } from 'preact/hooks';
import type { Entry } from '../../chat/types.ts';
import { Avatar } from '../../design/avatar.tsx';
import { classNames } from '../../design/class-names.ts';
import { clockTime, exactTime } from '../../lib/time.ts';
import { useEmbed } from '../embed-state.ts';
import { RoleBadge } from '../people/role-badge.tsx';
import * as strings from '../strings.tsx';
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
  // Half of what a message costs to draw, so only for one that is pointed at or focused: not for all that scroll by.
  const [hasToolbar, setToolbar] = useState(false);
  const showToolbar = () => setToolbar(true);
  return (
    <article
      // The Tab key leads here first, and then to the buttons.
      tabIndex={isCurrent && !hasToolbar ? 0 : -1}
      data-message={body.isDeleted ? undefined : ''}
      onFocusIn={showToolbar}
      onMouseMove={showToolbar}
      class={classNames(styles.message, isGrouped && styles.grouped)}
      data-own={isOwn}
      aria-label={strings.messageLabel(author.name, clockTime(entry.at))}
    >
      <div class={styles.gutter}>
        {!isGrouped && <Avatar name={author.name} seed={author.uid} />}
      </div>
      <div class={styles.main}>
        {!isGrouped && (
          <p class={styles.head}>
            <bdi class={styles.name}>{author.name}</bdi>
            {isOwn && <span class="visually-hidden"> ({strings.YOU})</span>}
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
          <p class={styles.deleted}>{strings.MESSAGE_DELETED}</p>
        ) : isEditing ? (
          <EditForm entry={entry} />
        ) : (
          <Text text={body.text}>
            {body.editedAt !== null && (
              <span class={styles.edited} title={strings.editedAt(body.editedAt)}>
                {' '}
                {strings.EDITED}
              </span>
            )}
          </Text>
        )}
        {!body.isDeleted && (
          <Reactions entry={entry} reactions={body.reactions} isCurrent={isCurrent} />
        )}
        <MessageError id={entry.id} />
      </div>
      {hasToolbar && !body.isDeleted && !isEditing && <Toolbar {...{ entry, isOwn, isCurrent }} />}
    </article>
  );
}

const ERROR_SHOWN_MS = 8_000;

/** Why something could not be done with this message; disappears by itself. */
function MessageError({ id }: { readonly id: number }) {
  const { messageError } = useEmbed();
  const text = messageError.value?.id === id ? messageError.value.text : null;
  useEffect(() => {
    if (text === null) return;
    const timer = setTimeout(() => {
      if (messageError.peek()?.id === id) messageError.value = null;
    }, ERROR_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [text, id, messageError]);
  if (text === null) return null;
  return (
    <p class={styles.error} role="alert">
      {text}
    </p>
  );
}
