import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { DirectionChip } from '../chips.tsx';
import styles from './socket-log.module.css';

/** Something that was said on a connection. */
export interface Said {
  readonly id: number;
  readonly at: number;
  readonly kind: 'in' | 'out' | 'callback' | 'state';
  /** A frame’s type, an event’s name, or what became of the connection. */
  readonly type: string;
  readonly payload: unknown;
}

const time = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

/** What was said, oldest first; it stays at the newest. */
export function SocketLog({
  log,
  onClear,
}: {
  readonly log: readonly Said[];
  readonly onClear: () => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [log]);
  return (
    <section class={styles.log} aria-label="Frames">
      <header class={styles.head}>
        <h3>Frames</h3>
        <Button size="small" kind="plain" onClick={onClear} disabled={log.length === 0}>
          Clear
        </Button>
      </header>
      {log.length === 0 ? (
        <p class={styles.none}>
          Connect, and send something: what goes out and comes in stands here.
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: one scrolls it by keys.
        <ul ref={list} class={styles.list} aria-live="polite" tabIndex={0}>
          {log.map((said) => (
            <li key={said.id} class={styles.entry} data-kind={said.kind}>
              <div class={styles.line}>
                {said.kind === 'state' ? null : (
                  <DirectionChip isFromClient={said.kind === 'out'} />
                )}
                <b>
                  {said.type}
                  {said.kind === 'callback' && ': callback'}
                </b>
                <time>{time.format(said.at)}</time>
              </div>
              {said.kind !== 'state' && <pre>{textOf(said.payload)}</pre>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function textOf(payload: unknown): string {
  return typeof payload === 'string' ? payload : JSON.stringify(payload, null, 1);
}
