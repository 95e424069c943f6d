import type { Outgoing } from '../../chat/types.ts';
import { Avatar } from '../../design/avatar.tsx';
import { Button } from '../../design/button.tsx';
import { classNames } from '../../design/class-names.ts';
import { AlertIcon, ClockIcon } from '../../design/icons.ts';
import { useEmbed } from '../embed-state.ts';
import messageStyles from '../message/message.module.css';
import { Text } from '../message/text.tsx';
import * as strings from '../strings.tsx';
import { GROUP_MS } from './group.ts';
import styles from './list.module.css';

/** Own messages that the server has not acknowledged yet. */
export function Outbox() {
  const { chat } = useEmbed();
  const me = chat.me.value;
  const last = chat.timeline.at(chat.timeline.range.value.end - 1);
  const first = chat.outbox.value[0];
  const isGrouped =
    last !== undefined &&
    first !== undefined &&
    last.author.value.uid === me?.uid &&
    first.at - last.at < GROUP_MS;
  return (
    <>
      {chat.outbox.value.map((one, at) => (
        <article
          key={one.key}
          class={classNames(messageStyles.message, (at > 0 || isGrouped) && messageStyles.grouped)}
          data-own
          data-state={one.state}
          aria-label={strings.NOT_SENT}
        >
          <div class={messageStyles.gutter}>
            {at === 0 && !isGrouped && <Avatar name={me?.name ?? '?'} seed={me?.uid ?? ''} />}
          </div>
          <div class={messageStyles.main}>
            {at === 0 && !isGrouped && (
              <p class={messageStyles.head}>
                <bdi class={messageStyles.name}>{me?.name ?? strings.UNKNOWN_NAME}</bdi>
              </p>
            )}
            <Text text={one.text} />
            <State one={one} />
          </div>
        </article>
      ))}
    </>
  );
}

function State({ one }: { readonly one: Outgoing }) {
  const { chat, draft } = useEmbed();
  if (one.state !== 'failed') {
    return (
      <p class={styles.outgoing}>
        <ClockIcon size={12} />
        {one.state === 'sending' ? strings.SENDING : strings.WAITING}
      </p>
    );
  }
  const discard = () => {
    const text = chat.discard(one.key);
    if (text !== null && draft.peek() === '') draft.value = text;
  };
  return (
    <div class={styles.failed} role="alert">
      <p>
        <AlertIcon size={14} />
        {one.error === null ? strings.SEND_FAILED : strings.errorText(one.error)}
      </p>
      <span class={styles.failedActions}>
        <Button size="small" onClick={() => chat.retry(one.key)}>
          {strings.SEND_AGAIN}
        </Button>
        <Button size="small" kind="plain" onClick={discard}>
          {strings.DISCARD}
        </Button>
      </span>
    </div>
  );
}
