import type { Guide } from './guide/guides.ts';
import { MarkedText } from './marked-text.tsx';
import type { Documents } from './model/documents.ts';
import styles from './page.module.css';
import { hrefOf } from './route.ts';

/** Where one begins: the protocols, the groups of calls, the guides, the documents themselves. */
export function StartPage({
  documents,
  guides,
}: {
  readonly documents: Documents | null;
  readonly guides: readonly Guide[];
}) {
  return (
    <div class={styles.start}>
      <header class={styles.header}>
        <h1 class={styles.title}>Koine docs</h1>
        <p class={styles.lead}>
          One chat server, five chat protocols. This is every call and every frame as the server
          validates it, with an example to send to this server.
        </p>
      </header>
      <section class={styles.section}>
        <h2>Sockets</h2>
        <ul class={styles.cards}>
          {(documents?.channels ?? []).map(({ name, title, about, address, isSocketIo }) => (
            <li key={name}>
              <a class={styles.card} href={hrefOf({ kind: 'channel', name, frame: null })}>
                <b>{title}</b>
                <code>{isSocketIo ? 'Socket.IO' : address}</code>
                <span>
                  <MarkedText text={firstSentence(about)} />
                </span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section class={styles.section}>
        <h2>REST</h2>
        <ul class={styles.cards}>
          {Array.from(documents?.tags ?? [], ([tag, about]) => {
            const [first] = documents?.calls.filter((call) => call.tag === tag) ?? [];
            return (
              first !== undefined && (
                <li key={tag}>
                  <a class={styles.card} href={hrefOf({ kind: 'call', id: first.id })}>
                    <b>{tag}</b>
                    <span>
                      <MarkedText text={about} />
                    </span>
                  </a>
                </li>
              )
            );
          })}
        </ul>
      </section>
      <section class={styles.section}>
        <h2>Documents</h2>
        <ul class={styles.cards}>
          {guides.map(({ slug, title, section }) => (
            <li key={slug}>
              <a class={styles.card} href={hrefOf({ kind: 'guide', slug, heading: null })}>
                <b>{title}</b>
                <span>{section}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section class={styles.section}>
        <h2>For tools</h2>
        <p>
          <a href="/docs/openapi.json">OpenAPI 3.1</a> and{' '}
          <a href="/docs/asyncapi.json">AsyncAPI 3.0</a>, made from the schemas that check what goes
          over the wire.
        </p>
      </section>
    </div>
  );
}

function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
}
