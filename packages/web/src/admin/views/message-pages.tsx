import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Field, useField } from '../../design/field.tsx';
import { formatCount } from '../../lib/language.ts';
import { useStickToEnd } from '../../lib/stick-to-end.ts';
import type { Output } from '../model/commands.ts';
import styles from './messages.module.css';
import view from './view.module.css';

/** Which page of a room's messages; neither: the newest. */
export interface Where {
  readonly before?: number;
  readonly after?: number;
}

interface MessagePagesProps {
  /** Of the page. */
  readonly first: number;
  readonly last: number;
  /** Of the room. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly isLatest: boolean;
  readonly onGo: (where: Where) => void;
}

/** From page to page, to either end, and to a message by its number. */
export function MessagePages(props: MessagePagesProps) {
  const { first, last, firstSeq, lastSeq, isLatest, onGo } = props;
  const seq = useField('');
  const isFirst = first <= firstSeq;
  return (
    <div class={styles.pages}>
      <nav class={styles.buttons} aria-label="Pages of messages">
        <Button size="small" disabled={isFirst} onClick={() => onGo({ after: firstSeq - 1 })}>
          Oldest
        </Button>
        <Button size="small" disabled={isFirst} onClick={() => onGo({ before: first })}>
          Older
        </Button>
        <Button
          size="small"
          disabled={isLatest || last >= lastSeq}
          onClick={() => onGo({ after: last })}
        >
          Newer
        </Button>
        <Button size="small" disabled={isLatest} onClick={() => onGo({})}>
          Newest
        </Button>
      </nav>
      {lastSeq >= firstSeq && (
        <form
          class={styles.goTo}
          onSubmit={(event) => {
            event.preventDefault();
            onGo({ before: Math.min(Number(seq.value), lastSeq) + 1 });
          }}
        >
          <span class={view.short}>
            #{formatCount(first)}–{formatCount(last)} of {formatCount(lastSeq)}
          </span>
          <Field
            label="Message number"
            isLabelHidden
            placeholder="#"
            type="number"
            min={firstSeq}
            required
            {...seq}
          />
          <Button type="submit" size="small">
            Go
          </Button>
        </form>
      )}
    </div>
  );
}

/**
 * Where reading begins: the newest page and older ones at their end, newer ones at their beginning. At the end of the newest page,
 * further messages are followed. Returns what to call when the list has scrolled.
 */
export function useReadingPosition(
  list: RefObject<HTMLElement | null>,
  where: Where,
  shown: Pick<Output<'room-messages'>, 'messages' | 'lastSeq'> | null,
): () => void {
  const page = useRef<Where | null>(null);
  const newest = shown?.messages.at(-1)?.id;
  const isShown = shown !== null && isOf(where, shown);
  const stick = useStickToEnd(list, newest);
  useEffect(() => {
    if (list.current === null || !isShown || page.current === where) return;
    page.current = where;
    if (where.after === undefined) stick.toEnd();
    else list.current.scrollTop = 0;
  }, [newest, where, isShown]);
  return stick.scrolled;
}

/** While a page is on its way, the one before is still there. */
function isOf(
  { before, after }: Where,
  { messages, lastSeq }: Pick<Output<'room-messages'>, 'messages' | 'lastSeq'>,
): boolean {
  const first = messages[0]?.seq ?? 0;
  const last = messages.at(-1)?.seq ?? 0;
  if (after !== undefined) return first > after;
  return before === undefined ? last >= lastSeq : last < before;
}
