import { CopyButton } from '../../design/copy-button.tsx';
import { HttpResponseView } from '../../design/http-response-view.tsx';
import { curl } from '../../lib/http-request.ts';
import { type Exchange, requestText } from './exchange.ts';
import styles from './exchange-view.module.css';

export interface ExchangeViewProps {
  /** `null`: it has not happened yet. */
  readonly exchange: Exchange | null;
  /** What would be sent, shown until it happens. */
  readonly outline: string;
  /** Whether a call is in flight. */
  readonly isPending: boolean;
}

/** A request and its answer, exactly as they happened. */
export function ExchangeView({ exchange, outline, isPending }: ExchangeViewProps) {
  const request = exchange?.request;
  return (
    <section
      class={styles.exchange}
      aria-label={request && `${request.method} ${new URL(request.url).pathname}`}
      aria-busy={isPending}
    >
      {isPending && (
        <p class={styles.waiting} role="status">
          Waiting for the answer
        </p>
      )}
      {exchange === null ? (
        <pre class={styles.outline}>{outline}</pre>
      ) : (
        <>
          <div class={styles.part}>
            <p class={styles.head}>
              <b>Request</b>
              <CopyButton
                text={() => requestText(exchange, false)}
                label="Copy the request with its token"
              />
              <span class={styles.curl}>
                as curl{' '}
                <CopyButton text={() => curl(exchange.request)} label="Copy the request as curl" />
              </span>
            </p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keys. */}
            <pre tabIndex={0}>{requestText(exchange, true)}</pre>
          </div>
          <HttpResponseView response={exchange.answer} />
        </>
      )}
    </section>
  );
}
