import { Badge } from '../../design/badge.tsx';
import { Code } from '../../design/code.tsx';
import styles from '../page.module.css';
import { toneOf } from './answer-reference.tsx';
import type { Outcome } from './request.ts';

/** What came back, as it came: status, time, size, headers, body. */
export function OutcomeView({ outcome }: { readonly outcome: Outcome }) {
  if (outcome.kind === 'failed')
    return (
      <p class={styles.failed} role="alert">
        There was no answer: {outcome.why}
      </p>
    );
  const { status, statusText, headers, body, bytes, ms } = outcome;
  return (
    <section class={styles.outcome} aria-label="Answer" aria-live="polite">
      <p class={styles.outcomeHead}>
        <Badge tone={toneOf(`${status}`)}>
          {status} {statusText}
        </Badge>
        <span>{ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms</span>
        <span>{bytes.toLocaleString('en')} bytes</span>
      </p>
      <details class={styles.folded}>
        <summary class={styles.fold}>{headers.length} headers</summary>
        <Code
          text={headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
          label="Headers"
        />
      </details>
      {body === '' ? (
        <p class={styles.quiet}>There is no body.</p>
      ) : (
        <Code text={pretty(body, headers)} label="Body of the answer" isWrapped />
      )}
    </section>
  );
}

function pretty(body: string, headers: readonly (readonly [string, string])[]): string {
  const isJson = headers.some(([name, value]) => name === 'content-type' && value.includes('json'));
  if (!isJson) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
