import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Entry } from '../../chat/types.ts';
import { everyHalfMinute } from '../../lib/clock.ts';
import { dayName } from '../../lib/time.ts';
import { useEmbed } from '../embed-state.ts';
import { Message } from '../message/message.tsx';
import * as strings from '../strings.tsx';
import styles from './list.module.css';
import { useListFocus } from './use-list-focus.ts';
import type { Viewport } from './viewport.ts';

export interface RowProps {
  readonly entry: Entry;
  readonly viewport: Viewport;
  /** It stands under the name of the message before it. */
  readonly isGrouped: boolean;
  readonly isFirstOfDay: boolean;
  readonly isFirstUnread: boolean;
  /** The Tab key gets to its buttons. */
  readonly isCurrent: boolean;
}

/** A message with what stands above it: its day, the line of the new ones. */
export function Row(props: RowProps) {
  const { entry, viewport, isGrouped, isFirstOfDay, isFirstUnread, isCurrent } = props;
  const { current } = useEmbed();
  const ref = useRef<HTMLDivElement>(null);
  const { position } = entry;
  useLayoutEffect(
    () => (ref.current === null ? undefined : viewport.observe(position, ref.current)),
    [viewport, position],
  );
  useListFocus(ref);
  return (
    <div
      ref={ref}
      class={styles.row}
      onFocusIn={() => {
        current.value = entry.id;
      }}
    >
      {isFirstOfDay && <Day at={entry.at} />}
      {isFirstUnread && (
        <p class={styles.unread}>
          <span>{strings.NEW_MESSAGES}</span>
        </p>
      )}
      <Message {...{ entry, isGrouped, isCurrent }} />
    </div>
  );
}

function Day({ at }: { readonly at: number }) {
  return (
    <p class={styles.day}>
      <span>{dayName(at, everyHalfMinute.value)}</span>
    </p>
  );
}
