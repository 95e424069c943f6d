import type { ComponentChildren } from 'preact';
import { Code } from '../design/code.tsx';
import type { ServerFacts } from '../lib/server-facts.ts';
import { CodeSection } from './code-section.tsx';
import { Console } from './console/console.tsx';
import { DEMOS } from './demo/demos.tsx';
import { hrefOf, type Section } from './location.ts';
import type { Playground } from './playground.ts';
import styles from './protocol-tab.module.css';
import type { Guide } from './protocols/guide.ts';
import type { ProtocolName } from './protocols/protocol-name.ts';
import { turnOn } from './server-facts.ts';
import { Embeds } from './steps/embeds.tsx';
import { Steps } from './steps/steps.tsx';

export interface ProtocolTabProps {
  readonly playground: Playground;
  readonly guide: Guide;
  /** Whether its tab is selected. */
  readonly isShown: boolean;
}

/** Everything of one protocol. */
export function ProtocolTab({ playground, guide, isShown }: ProtocolTabProps) {
  const { name } = guide;
  const { facts } = playground;
  const isOn = facts.protocols.includes(name);
  return (
    <article class={styles.protocol}>
      <header class={styles.about}>
        <div>
          <h2>{name}</h2>
          <p>{guide.about}</p>
        </div>
        <dl class={styles.facts}>
          <div>
            <dt>Transport</dt>
            <dd>{guide.transport}</dd>
          </div>
          <div>
            <dt>Endpoint</dt>
            <dd>
              <code>{endpointOf(guide, playground)}</code>
            </dd>
          </div>
          <div>
            <dt>Identity</dt>
            <dd>{guide.identity}</dd>
          </div>
        </dl>
      </header>
      {isOn ? <On {...{ playground, guide, isShown }} /> : <Off {...{ name, facts }} />}
    </article>
  );
}

function On({ playground, guide, isShown }: ProtocolTabProps) {
  const { name } = guide;
  const { facts, origin, session } = playground;
  const parts: readonly (readonly [Section, string])[] = [
    ...(name === 'community' ? ([['steps', 'Steps']] as const) : []),
    ['demo', 'Live demo'],
    ['console', 'Console'],
    ['code', 'Code'],
  ];
  return (
    <>
      <nav class={styles.sections} aria-label={`Parts of ${name}`}>
        {parts.map(([section, title]) => (
          <a key={section} href={hrefOf({ protocol: name, section })}>
            {title}
          </a>
        ))}
      </nav>
      <div class={styles.parts} data-wide={name === 'community' || name === 'direct'}>
        {name === 'community' && (
          <Part
            id={`${name}/steps`}
            title="Steps"
            about="Each button makes one call; the request and the answer are shown beside it."
          >
            <Steps session={session} areGuestsAllowed={facts.communityGuests} />
          </Part>
        )}
        <Part id={`${name}/demo`} title="Live demo" about={DEMO_ABOUT[name]}>
          {name === 'community' ? (
            <Embeds session={session} origin={origin} />
          ) : (
            <Demo name={name} playground={playground} />
          )}
        </Part>
        <Part
          id={`${name}/console`}
          title="Console"
          about="Your own connection: every frame both ways, as it is on the wire."
        >
          <Console console={playground.consoleOf(name)} isShown={isShown} />
        </Part>
        <Part id={`${name}/code`} title="Code" about="Programs for this server, to copy and run.">
          <CodeSection protocol={name} place={playground.place()} />
        </Part>
      </div>
    </>
  );
}

const DEMO_ABOUT: Readonly<Record<ProtocolName, string>> = {
  community: 'The embedded chat, twice, in the room of the steps: two people.',
  lobby:
    'You are connected under a random name. Everyone who opens this page joins the same room; a bot may answer.',
  reactions: 'One wall for everyone who opens this page.',
  direct: 'Both ends of one conversation.',
  platform: 'A user of the app in its room: who is here, typing, edits, reactions, notifications.',
};

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly children: ComponentChildren;
}

function Part({ id, title, about, children }: PartProps) {
  return (
    <section id={id} class={styles.part} data-part={title} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{title}</h3>
      <p>{about}</p>
      {children}
    </section>
  );
}

interface DemoOfProps {
  readonly name: Exclude<ProtocolName, 'community'>;
  readonly playground: Playground;
}

function Demo({ name, playground }: DemoOfProps) {
  const One = DEMOS[name];
  return <One facts={playground.facts} origin={playground.origin} />;
}

interface OffProps {
  readonly name: ProtocolName;
  readonly facts: ServerFacts;
}

/** A protocol that this server does not speak, and what would change that. */
function Off({ name, facts }: OffProps) {
  const { flag, env, file } = turnOn(name, facts);
  return (
    <section class={styles.off} aria-label={`${name} is off`}>
      <p>
        <b>This protocol is off on this server.</b> The setting <code>protocols</code> turns it on:
        as a flag, in the environment, or in <code>koine.config.json</code>.
        {facts.sandbox === null &&
          ' In production, protocols without sign-in are off until they are named.'}
      </p>
      <Code text={flag} label="As a flag" isWrapped />
      <Code text={env} label="In the environment" isWrapped />
      <Code text={file} label="In koine.config.json" isWrapped />
    </section>
  );
}

function endpointOf({ name, path, isSocketIo }: Guide, { origin }: Playground): string {
  if (name === 'community') return `${origin}/`;
  return isSocketIo ? origin + path : origin.replace(/^http/, 'ws') + path;
}
