import { Badge } from '../design/badge.tsx';
import { PROTOCOL_NAMES, type ServerFacts } from '../lib/server-facts.ts';
import styles from './server-strip.module.css';

/** The server's version, mode, addresses and protocols. */
export function ServerStrip({ facts }: { readonly facts: ServerFacts }) {
  const isSandbox = facts.sandbox !== null;
  const on = PROTOCOL_NAMES.filter((name) => facts.protocols.includes(name));
  return (
    <section class={styles.strip} aria-labelledby="server">
      <div>
        <h1 id="server">Playground</h1>
        <p>One core, one process, one port. A room is the same room in every protocol.</p>
      </div>
      <dl class={styles.facts}>
        <div>
          <dt>Koine</dt>
          <dd>{facts.version}</dd>
        </div>
        <div>
          <dt>Mode</dt>
          <dd>
            <Badge tone={isSandbox ? 'amber' : 'green'}>
              {isSandbox ? 'sandbox' : 'production'}
            </Badge>
            {isSandbox && <span class={styles.quiet}>demo credentials, this machine only</span>}
          </dd>
        </div>
        <div>
          <dt>Serving</dt>
          <dd class={styles.urls}>
            {facts.urls.map((url) => (
              <a key={url} href={url}>
                {url.replace(/^https?:\/\//, '')}
              </a>
            ))}
          </dd>
        </div>
        <div>
          <dt>Protocols</dt>
          <dd>
            {on.length} of {PROTOCOL_NAMES.length} on
          </dd>
        </div>
      </dl>
    </section>
  );
}
