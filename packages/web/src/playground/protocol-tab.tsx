import type { FunctionComponent } from 'preact';
import { Code } from '../design/code.tsx';
import type { ProtocolName, ServerFacts } from '../lib/server-facts.ts';
import { CodeSection } from './code-section.tsx';
import { Console } from './console/console.tsx';
import { DirectDemo } from './demo/direct-demo.tsx';
import { LobbyDemo } from './demo/lobby-demo.tsx';
import { PlatformDemo } from './demo/platform-demo.tsx';
import { WallDemo } from './demo/wall-demo.tsx';
import { FactList } from './fact-list.tsx';
import type { Guide } from './guides.ts';
import { hrefOf } from './location.ts';
import type { Playground } from './playground.ts';
import styles from './protocol-tab.module.css';
import { Embeds } from './steps/embeds.tsx';
import { Steps } from './steps/steps.tsx';

export interface ProtocolTabProps {
  readonly playground: Playground;
  readonly guide: Guide;
  /** Whether its tab is selected. */
  readonly isShown: boolean;
}

const DEMOS: Readonly<Record<ProtocolName, FunctionComponent<Playground>>> = {
  community: Embeds,
  lobby: LobbyDemo,
  reactions: WallDemo,
  direct: DirectDemo,
  platform: PlatformDemo,
};

/** Everything of one protocol. */
export function ProtocolTab({ playground, guide, isShown }: ProtocolTabProps) {
  const { name, about, transport, identity } = guide;
  const { facts } = playground;
  const isOn = facts.protocols.includes(name);
  return (
    <article class={styles.protocol}>
      <header class={styles.about}>
        <div>
          <h2>{name}</h2>
          <p>{about}</p>
        </div>
        <FactList
          facts={{
            Transport: transport,
            Endpoint: <code>{endpointOf(guide, playground)}</code>,
            Identity: identity,
          }}
        />
      </header>
      {isOn ? <On {...{ playground, guide, isShown }} /> : <Off {...{ name, facts }} />}
    </article>
  );
}

function On({ playground, guide, isShown }: ProtocolTabProps) {
  const { name, demoAbout } = guide;
  const Demo = DEMOS[name];
  const steps = {
    section: 'steps',
    title: 'Steps',
    about: 'Each button makes one call; the request and the answer are shown beside it.',
    content: <Steps {...playground} />,
  } as const;
  const parts = [
    ...(name === 'community' ? [steps] : []),
    { section: 'demo', title: 'Live demo', about: demoAbout, content: <Demo {...playground} /> },
    {
      section: 'console',
      title: 'Console',
      about: 'Your own connection: every frame both ways, as it is on the wire.',
      content: <Console console={playground.consoleOf(name)} isShown={isShown} />,
    },
    {
      section: 'code',
      title: 'Code',
      about: 'Programs for this server, to copy and run.',
      content: <CodeSection guide={guide} context={playground.snippetContext()} />,
    },
  ] as const;
  return (
    <>
      <nav class={styles.sections} aria-label={`Parts of ${name}`}>
        {parts.map(({ section, title }) => (
          <a key={section} href={hrefOf({ protocol: name, section })}>
            {title}
          </a>
        ))}
      </nav>
      <div class={styles.parts} data-wide={name === 'community' || name === 'direct'}>
        {parts.map(({ section, title, about, content }) => {
          const id = `${name}/${section}`;
          return (
            <section
              key={section}
              id={id}
              class={styles.part}
              data-part={title}
              aria-labelledby={`${id}-title`}
            >
              <h3 id={`${id}-title`}>{title}</h3>
              <p>{about}</p>
              {content}
            </section>
          );
        })}
      </div>
    </>
  );
}

interface OffProps {
  readonly name: ProtocolName;
  readonly facts: ServerFacts;
}

/** A protocol that this server does not speak, and the settings that turn it on. */
function Off({ name, facts }: OffProps) {
  const isProduction = facts.sandbox === null;
  const protocols = [...facts.protocols, name];
  const flags = `${isProduction ? '--production ' : ''}--protocols ${protocols.join(',')}`;
  return (
    <section class={styles.off} aria-label={`${name} is off`}>
      <p>
        <b>This protocol is off on this server.</b> The setting <code>protocols</code> turns it on:
        as a flag, in the environment, or in <code>koine.config.json</code>.
        {isProduction && ' In production, protocols without sign-in are off until they are named.'}
      </p>
      <Code text={`npm start -- ${flags}`} label="As a flag" isWrapped />
      <Code text={`KOINE_PROTOCOLS=${protocols.join(',')}`} label="In the environment" isWrapped />
      <Code text={JSON.stringify({ protocols })} label="In koine.config.json" isWrapped />
    </section>
  );
}

function endpointOf({ name, path, isSocketIo }: Guide, { origin }: Playground): string {
  if (name === 'community') return `${origin}/`;
  return isSocketIo ? origin + path : origin.replace(/^http/, 'ws') + path;
}
