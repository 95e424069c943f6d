import { Badge } from '../../design/badge.tsx';
import { Code } from '../../design/code.tsx';
import { Chip } from '../chips.tsx';
import { Columns } from '../columns.tsx';
import { MarkedText } from '../marked-text.tsx';
import type { Channel, Direction, Frame } from '../model/asyncapi.ts';
import styles from '../page.module.css';
import { hrefOf } from '../route.ts';
import { SchemaView } from '../schema/schema-view.tsx';
import { Pairs, Section } from '../sections.tsx';
import { ConsoleLink } from './console-link.tsx';

interface ChannelPageProps {
  readonly channel: Channel;
  /** `null`: how one connects. */
  readonly frame: Frame | null;
}

/** One protocol's sockets: how one connects, or one kind of frame; and a connection to try it with. */
export function ChannelPage({ channel, frame }: ChannelPageProps) {
  return (
    <Columns tryIt={<ConsoleLink channel={channel} frame={frame} />}>
      {frame === null ? (
        <Connecting channel={channel} />
      ) : (
        <FrameSpec channel={channel} frame={frame} />
      )}
    </Columns>
  );
}

function Connecting({ channel }: Pick<ChannelPageProps, 'channel'>) {
  const { title, address, description, isSocketIo, parameters, bindings } = channel;
  const { 'x-auth': auth, 'x-closes': closes, 'x-errors': errors } = channel;
  const { query } = bindings.ws;
  return (
    <>
      <header class={styles.header}>
        <p class={styles.eyebrow}>{isSocketIo ? 'Socket.IO' : 'WebSocket'}</p>
        <h1 class={styles.title}>{title}</h1>
        <p class={styles.address}>
          <code>{address}</code>
        </p>
        <p>
          <MarkedText text={description} />
        </p>
      </header>
      {parameters !== undefined && (
        <Section title="In the path">
          <Pairs
            pairs={Object.entries(parameters).map(([name, parameter]) => [
              <code key={name}>{name}</code>,
              parameter.description,
            ])}
          />
        </Section>
      )}
      {query !== undefined && (
        <Section title="In the query">
          <SchemaView schema={query} />
        </Section>
      )}
      {auth !== undefined && (
        <Section
          title={
            <>
              <code>auth</code> when connecting
            </>
          }
        >
          <SchemaView schema={auth} />
        </Section>
      )}
      <FrameList title="What clients send" channel={channel} direction="send" />
      <FrameList title="What clients receive" channel={channel} direction="receive" />
      {closes.length > 0 && (
        <Section title="Close codes">
          <Pairs
            pairs={closes.map(({ code, reason, description: about }) => [
              <>
                <Badge>{code}</Badge> {reason}
              </>,
              <MarkedText key={code} text={about} />,
            ])}
          />
        </Section>
      )}
      <Section title="Errors">
        <ul class={styles.wordsList}>
          {errors.map(({ code, text }) => (
            <li key={`${code} ${text}`}>
              {code !== undefined && <code>{code}</code>} {text}
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

interface FrameListProps {
  readonly title: string;
  readonly channel: Channel;
  readonly direction: Direction;
}

function FrameList({ title, channel, direction }: FrameListProps) {
  const frames = channel.frames.filter((frame) => frame.direction === direction);
  return (
    <Section title={title}>
      <ul class={styles.linkList}>
        {frames.map((frame) => (
          <li key={frame.name}>
            <a href={hrefOf({ kind: 'channel', name: channel.name, frame })}>
              <Chip kind={direction} />
              <code>{frame.name}</code>
              <span>
                <MarkedText text={frame.summary} />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface FrameSpecProps {
  readonly channel: Channel;
  readonly frame: Frame;
}

function FrameSpec({ channel, frame }: FrameSpecProps) {
  const { name, direction, summary, payload, examples, reply } = frame;
  return (
    <>
      <header class={styles.header}>
        <p class={styles.eyebrow}>
          {channel.title}, what clients {direction}
        </p>
        <h1 class={styles.title}>
          <code>{name}</code>
        </h1>
        <p class={styles.address}>
          <Chip kind={direction} />
          <code>{channel.address}</code>
        </p>
        <p>
          <MarkedText text={summary} />
        </p>
      </header>
      <Section title={channel.isSocketIo ? 'First argument' : 'Frame'}>
        <SchemaView schema={payload} />
      </Section>
      <Section title={examples.length > 1 ? 'Examples' : 'Example'}>
        <Examples examples={examples} label={`Example of ${name}`} />
      </Section>
      {reply !== null && (
        <Section title="What the callback gets">
          <SchemaView schema={reply.payload} />
          <Examples examples={reply.examples} label={`Example of the callback of ${name}`} />
        </Section>
      )}
    </>
  );
}

interface ExamplesProps {
  readonly examples: Frame['examples'];
  readonly label: string;
}

function Examples({ examples, label }: ExamplesProps) {
  return (
    <>
      {examples.map(({ payload }) => {
        const text = JSON.stringify(payload, null, 2);
        return <Code key={text} text={text} label={label} />;
      })}
    </>
  );
}
