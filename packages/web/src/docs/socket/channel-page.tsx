import { Badge } from '../../design/badge.tsx';
import { Code } from '../../design/code.tsx';
import { DirectionChip } from '../chips.tsx';
import { Columns } from '../columns.tsx';
import { MarkedText } from '../marked-text.tsx';
import type { Channel, Frame } from '../model/asyncapi.ts';
import type { Documents } from '../model/documents.ts';
import styles from '../page.module.css';
import { hrefOf } from '../route.ts';
import { SchemaView } from '../schema/schema-view.tsx';
import { ConsoleLink } from './console-link.tsx';

/** One protocol's sockets: how one connects, or one kind of frame; and a connection to try it with. */
export function ChannelPage({
  channel,
  frame,
  documents,
}: {
  readonly channel: Channel;
  readonly frame: Frame | null;
  readonly documents: Documents;
}) {
  return (
    <Columns tryIt={<ConsoleLink channel={channel} frame={frame} />}>
      {frame === null ? (
        <Connecting channel={channel} documents={documents} />
      ) : (
        <FrameSpec channel={channel} frame={frame} documents={documents} />
      )}
    </Columns>
  );
}

function Connecting({
  channel,
  documents,
}: {
  readonly channel: Channel;
  readonly documents: Documents;
}) {
  const { frameSchemas } = documents;
  return (
    <>
      <header class={styles.header}>
        <p class={styles.eyebrow}>{channel.isSocketIo ? 'Socket.IO' : 'WebSocket'}</p>
        <h1 class={styles.title}>{channel.title}</h1>
        <p class={styles.address}>
          <code>{channel.address}</code>
        </p>
        <p>
          <MarkedText text={channel.about} />
        </p>
      </header>
      {channel.path.length > 0 && (
        <section class={styles.section}>
          <h2>In the path</h2>
          <dl class={styles.pairs}>
            {channel.path.map(({ name, about }) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{about}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {channel.query !== null && (
        <section class={styles.section}>
          <h2>In the query</h2>
          <SchemaView schema={channel.query} shared={frameSchemas} />
        </section>
      )}
      {channel.auth !== null && (
        <section class={styles.section}>
          <h2>
            <code>auth</code> when connecting
          </h2>
          <SchemaView schema={channel.auth} shared={frameSchemas} />
        </section>
      )}
      <FrameList title="What clients send" channel={channel} isFromClient />
      <FrameList title="What clients receive" channel={channel} isFromClient={false} />
      {channel.closes.length > 0 && (
        <section class={styles.section}>
          <h2>Close codes</h2>
          <dl class={styles.pairs}>
            {channel.closes.map(({ code, reason, description }) => (
              <div key={`${code} ${reason}`}>
                <dt>
                  <Badge>{code}</Badge> {reason}
                </dt>
                <dd>
                  <MarkedText text={description} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <section class={styles.section}>
        <h2>Errors</h2>
        <ul class={styles.wordsList}>
          {channel.errors.map(({ code, text }) => (
            <li key={`${code} ${text}`}>
              {code !== undefined && <code>{code}</code>} {text}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function FrameList({
  title,
  channel,
  isFromClient,
}: {
  readonly title: string;
  readonly channel: Channel;
  readonly isFromClient: boolean;
}) {
  const frames = channel.frames.filter((frame) => frame.isFromClient === isFromClient);
  return (
    <section class={styles.section}>
      <h2>{title}</h2>
      <ul class={styles.linkList}>
        {frames.map(({ type, summary }) => (
          <li key={type}>
            <a
              href={hrefOf({ kind: 'channel', name: channel.name, frame: { isFromClient, type } })}
            >
              <DirectionChip isFromClient={isFromClient} />
              <code>{type}</code>
              <span>
                <MarkedText text={summary} />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FrameSpec({
  channel,
  frame,
  documents: { frameSchemas },
}: {
  readonly channel: Channel;
  readonly frame: Frame;
  readonly documents: Documents;
}) {
  const { type, isFromClient, summary, payload, examples, reply } = frame;
  return (
    <>
      <header class={styles.header}>
        <p class={styles.eyebrow}>
          {channel.title}, {isFromClient ? 'what clients send' : 'what clients receive'}
        </p>
        <h1 class={styles.title}>
          <code>{type}</code>
        </h1>
        <p class={styles.address}>
          <DirectionChip isFromClient={isFromClient} />
          <code>{channel.address}</code>
        </p>
        <p>
          <MarkedText text={summary} />
        </p>
      </header>
      <section class={styles.section}>
        <h2>{channel.isSocketIo ? 'First argument' : 'Frame'}</h2>
        <SchemaView schema={payload} shared={frameSchemas} />
      </section>
      <section class={styles.section}>
        <h2>{examples.length > 1 ? 'Examples' : 'Example'}</h2>
        {examples.map((example) => (
          <Code
            key={JSON.stringify(example)}
            text={JSON.stringify(example, null, 2)}
            label={`Example of ${type}`}
          />
        ))}
      </section>
      {reply !== null && (
        <section class={styles.section}>
          <h2>What the callback gets</h2>
          <SchemaView schema={reply.payload} shared={frameSchemas} />
          {reply.examples.map((example) => (
            <Code
              key={JSON.stringify(example)}
              text={JSON.stringify(example, null, 2)}
              label={`Example of the callback of ${type}`}
            />
          ))}
        </section>
      )}
    </>
  );
}
