import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { parseJson } from '../console/frame.ts';
import { type Answer, curlText, type Exchange, headerLines, requestText } from './exchange.ts';
import styles from './exchange-view.module.css';

export interface ExchangeViewProps {
  readonly origin: string;
  /** `null`: it has not happened yet. */
  readonly exchange: Exchange | null;
  /** What would be sent, shown until it happens. */
  readonly outline: string;
  /** Whether a call is under way. */
  readonly isPending: boolean;
}

/** A request and its answer, exactly as they happened. */
export function ExchangeView({ origin, exchange, outline, isPending }: ExchangeViewProps) {
  if (exchange === null)
    return (
      <div class={styles.exchange} aria-busy={isPending}>
        {isPending && <Waiting />}
        <pre class={styles.outline}>{outline}</pre>
      </div>
    );
  return (
    <section
      class={styles.exchange}
      aria-label={`${exchange.method} ${exchange.path}`}
      aria-busy={isPending}
    >
      {isPending && <Waiting />}
      <div class={styles.part}>
        <p class={styles.head}>
          <b>Request</b>
          <CopyButton
            text={() => requestText(exchange, false)}
            label="Copy the request with its token"
          />
          <span class={styles.curl}>
            as curl{' '}
            <CopyButton text={() => curlText(origin, exchange)} label="Copy the request as curl" />
          </span>
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: one scrolls it by keys. */}
        <pre tabIndex={0}>{requestText(exchange, true)}</pre>
      </div>
      <AnswerView answer={exchange.answer} />
    </section>
  );
}

/** Seen only where the answer is slow. */
function Waiting() {
  return (
    <p class={styles.waiting} role="status">
      Waiting for the answer
    </p>
  );
}

function AnswerView({ answer }: { readonly answer: Answer }) {
  const [isRaw, setRaw] = useState(false);
  if (answer.kind === 'failed')
    return (
      <p class={styles.failed} role="alert">
        {answer.words}
      </p>
    );
  const { status, statusText, milliseconds, headers, body } = answer;
  const value = parseJson(body);
  const isFormatted = !isRaw && value !== undefined;
  return (
    <div class={styles.part}>
      <p class={styles.head} role="status">
        <b>Response</b>
        <Badge tone={status < 400 ? 'green' : 'red'}>
          {status} {statusText}
        </Badge>
        <span class={styles.time}>{milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms</span>
        {value !== undefined && (
          <Button size="small" kind="plain" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
            {isRaw ? 'Formatted' : 'As sent'}
          </Button>
        )}
      </p>
      <details class={styles.headers}>
        <summary>{headers.length} headers</summary>
        <pre>{headerLines(headers)}</pre>
      </details>
      <Code
        text={isFormatted ? JSON.stringify(value, null, 2) : body}
        label="Body of the response"
        isWrapped
      />
    </div>
  );
}
