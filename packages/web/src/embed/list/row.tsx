import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Entry } from '../../chat/types.ts';
import { everyHalfMinute } from '../../lib/clock.ts';
import { dayName } from '../../lib/time.ts';
import { Message } from '../message/message.tsx';
import styles from './list.module.css';
import type { Viewport } from './viewport.ts';

export interface RowProps {
  readonly entry: Entry;
  readonly viewport: Viewport;
  /** It stands under the name of the message before it. */
  readonly isGrouped: boolean;
  readonly isFirstOfDay: boolean;
  readonly isFirstUnread: boolean;
}

/** A message with what stands above it: its day, the line of the new ones. */
export function Row({ entry, viewport, isGrouped, isFirstOfDay, isFirstUnread }: RowProps) {
  const ref = useRef<HTMLDivElement>(null);
  const { position } = entry;
  useLayoutEffect(
    () => (ref.current === null ? undefined : viewport.observe(position, ref.current)),
    [viewport, position],
  );
  return (
    <div ref={ref} class={styles.row}>
      {isFirstOfDay && <Day at={entry.at} />}
      {isFirstUnread && (
        <p class={styles.unread}>
          <span>New messages</span>
        </p>
      )}
      <Message entry={entry} isGrouped={isGrouped} />
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
