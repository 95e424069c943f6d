import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { parseJson } from '../console/frame.ts';
import { type Answer, curlText, type Exchange, requestText } from './exchange.ts';
import styles from './exchange-view.module.css';

export interface ExchangeViewProps {
  readonly origin: string;
  /** `null`: it has not happened yet. */
  readonly exchange: Exchange | null;
  /** What would be sent, shown until it happens. */
  readonly outline: string;
}

/** A request and its answer, exactly as they happened. */
export function ExchangeView({ origin, exchange, outline }: ExchangeViewProps) {
  if (exchange === null)
    return (
      <div class={styles.exchange}>
        <pre class={styles.outline}>{outline}</pre>
      </div>
    );
  return (
    <section class={styles.exchange} aria-label={`${exchange.method} ${exchange.path}`}>
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

function AnswerView({ answer }: { readonly answer: Answer }) {
  const [isRaw, setRaw] = useState(false);
  if (answer.kind === 'failed')
    return (
      <p class={styles.failed} role="alert">
        {answer.words}
      </p>
    );
  const { status, statusText, milliseconds, body } = answer;
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
      <Code
        text={isFormatted ? JSON.stringify(value, null, 2) : body}
        label="Body of the response"
        isWrapped
      />
    </div>
  );
}
