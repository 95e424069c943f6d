import { Badge } from '../design/badge.tsx';
import { PROTOCOL_NAMES, type ServerFacts } from '../lib/server-facts.ts';
import { FactList } from './fact-list.tsx';
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
      <FactList
        facts={{
          Koine: facts.version,
          Mode: isSandbox ? (
            <>
              <Badge tone="amber">sandbox</Badge>
              <span class="quiet">demo credentials, this machine only</span>
            </>
          ) : (
            <Badge tone="green">production</Badge>
          ),
          Serving: facts.urls.map((url) => (
            <a key={url} href={url}>
              {url.replace(/^https?:\/\//, '')}
            </a>
          )),
          Protocols: `${on.length} of ${PROTOCOL_NAMES.length} on`,
        }}
      />
    </section>
  );
}
