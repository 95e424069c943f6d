import type { ComponentChildren } from 'preact';
import type { Guide } from './guide/guides.ts';
import { MarkedText } from './marked-text.tsx';
import type { Documents } from './model/documents.ts';
import styles from './page.module.css';
import { hrefOf } from './route.ts';
import { Section } from './sections.tsx';

interface StartPageProps {
  readonly documents: Documents | null;
  readonly guides: readonly Guide[];
}

/** Where one begins: the protocols, the groups of calls, the guides, the documents themselves. */
export function StartPage({ documents, guides }: StartPageProps) {
  const { channels = [], tags = [], calls = [] } = documents ?? {};
  return (
    <div class={styles.start}>
      <header class={styles.header}>
        <h1 class={styles.title}>Koine docs</h1>
        <p class={styles.lead}>
          One chat server, five chat protocols. This is every call and every frame as the server
          validates it, with an example to send to this server.
        </p>
      </header>
      <Section title="Sockets">
        <ul class={styles.cards}>
          {channels.map(({ name, title, description, address, isSocketIo }) => (
            <Card
              key={name}
              href={hrefOf({ kind: 'channel', name, frame: null })}
              title={title}
              about={firstSentence(description)}
            >
              <code>{isSocketIo ? 'Socket.IO' : address}</code>
            </Card>
          ))}
        </ul>
      </Section>
      <Section title="REST">
        <ul class={styles.cards}>
          {tags.map(({ name, description }) => {
            const first = calls.find((call) => call.tag === name);
            if (first === undefined) return null;
            const href = hrefOf({ kind: 'call', id: first.id });
            return <Card key={name} href={href} title={name} about={description} />;
          })}
        </ul>
      </Section>
      <Section title="Documents">
        <ul class={styles.cards}>
          {guides.map(({ slug, title, section }) => (
            <Card
              key={slug}
              href={hrefOf({ kind: 'guide', slug, heading: null })}
              title={title}
              about={section}
            />
          ))}
        </ul>
      </Section>
      <Section title="For tools">
        <p>
          <a href="/docs/openapi.json">OpenAPI 3.1</a> and{' '}
          <a href="/docs/asyncapi.json">AsyncAPI 3.0</a>, made from the schemas that check what goes
          over the wire.
        </p>
      </Section>
    </div>
  );
}

interface CardProps {
  readonly href: string;
  readonly title: string;
  readonly about: string;
  /** Between the two. */
  readonly children?: ComponentChildren;
}

function Card({ href, title, about, children }: CardProps) {
  return (
    <li>
      <a class={styles.card} href={href}>
        <b>{title}</b>
        {children}
        <span>
          <MarkedText text={about} />
        </span>
      </a>
    </li>
  );
}

function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
}
