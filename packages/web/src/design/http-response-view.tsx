import { useState } from 'preact/hooks';
import { formatMs, type HttpResponse } from '../lib/http-request.ts';
import { parseJson } from '../lib/json.ts';
import { plural } from '../lib/language.ts';
import { Badge } from './badge.tsx';
import { Button } from './button.tsx';
import { Code } from './code.tsx';
import styles from './http-response-view.module.css';

/** A response as received: status, time, size, headers, body. */
export function HttpResponseView({ response }: { readonly response: HttpResponse }) {
  const [isRaw, setRaw] = useState(false);
  if (response.kind === 'failed')
    return (
      <p class={styles.failed} role="alert">
        The server did not answer: {response.error}
      </p>
    );
  const { status, statusText, headers, body, bytes, ms } = response;
  const value = parseJson(body);
  return (
    <section class={styles.response} aria-label="Answer">
      <p class={styles.head} role="status">
        <Badge tone={statusTone(status)}>
          {status} {statusText}
        </Badge>
        <span>{formatMs(ms)}</span>
        <span>{plural(bytes, 'byte')}</span>
        {value !== undefined && (
          <Button size="small" kind="plain" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
            {isRaw ? 'Formatted' : 'As sent'}
          </Button>
        )}
      </p>
      <details class={styles.headers}>
        <summary>{plural(headers.length, 'header')}</summary>
        <Code
          text={headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
          label="Headers"
          isWrapped
        />
      </details>
      {body === '' ? (
        <p>No body.</p>
      ) : (
        <Code
          text={isRaw || value === undefined ? body : JSON.stringify(value, null, 2)}
          label="Body of the answer"
          isWrapped
        />
      )}
    </section>
  );
}

export function statusTone(status: number): 'green' | 'amber' | 'red' {
  if (status < 300) return 'green';
  return status < 500 ? 'amber' : 'red';
}
