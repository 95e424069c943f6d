import { useEffect, useRef } from 'preact/hooks';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { WifiOffIcon } from '../design/icons.ts';
import { PageBar } from '../design/page-bar.tsx';
import { TabPanel, Tabs } from '../design/tabs.tsx';
import { hrefOf } from './location.ts';
import styles from './page.module.css';
import type { Playground } from './playground.ts';
import { ProtocolTab } from './protocol-tab.tsx';
import { GUIDES } from './protocols/guides.ts';
import { PROTOCOL_NAMES, type ProtocolName } from './protocols/protocol-name.ts';
import { ServerStrip } from './server-strip.tsx';
import { useSection } from './use-section.ts';
import { useVisited } from './use-visited.ts';

/** The playground. */
export function Page({ playground }: { readonly playground: Playground }) {
  const { facts, location } = playground;
  const { protocol, section } = location.value;
  const visited = useVisited(protocol);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone not all tabs are in sight.
    document
      .getElementById(`protocol-tab-${protocol}`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [protocol]);
  useSection(section === null ? null : `${protocol}/${section}`);
  const go = (name: ProtocolName) => {
    window.location.hash = hrefOf({ protocol: name, section: null });
  };
  return (
    <>
      <PageBar current="/" main={main} links={<EmbedLink playground={playground} />} />
      <main ref={main} class={styles.wide} tabIndex={-1}>
        <ServerStrip facts={facts} />
        <div class={styles.tabs}>
          <Tabs
            label="Protocols"
            name="protocol"
            selected={protocol}
            onSelect={go}
            tabs={PROTOCOL_NAMES.map((id) => ({
              id,
              label: <TabLabel name={id} isOn={facts.protocols.includes(id)} />,
            }))}
          />
        </div>
        {PROTOCOL_NAMES.map((name) => (
          <TabPanel key={name} name="protocol" id={name} isHidden={name !== protocol}>
            {visited.has(name) && (
              <ProtocolTab
                playground={playground}
                guide={GUIDES[name]}
                isShown={name === protocol}
              />
            )}
          </TabPanel>
        ))}
      </main>
    </>
  );
}

function TabLabel({ name, isOn }: { readonly name: ProtocolName; readonly isOn: boolean }) {
  return (
    <span class={styles.tab}>
      {name}
      {!isOn && <Badge>off</Badge>}
    </span>
  );
}

/** The embedded chat by itself, in the room of the steps. */
function EmbedLink({ playground }: { readonly playground: Playground }) {
  const room = playground.session.room.value;
  if (room === null) return null;
  return <a href={`/embed.html?room=${encodeURIComponent(room.uid)}`}>Embed</a>;
}

/** Instead of the page, when the server could not be asked what it is. */
export function Failed({ text }: { readonly text: string }) {
  return (
    <main class={styles.failed}>
      <EmptyState icon={WifiOffIcon} title="The server cannot be reached">
        <p role="alert">{text}</p>
        <Button kind="primary" onClick={() => window.location.reload()}>
          Try again
        </Button>
      </EmptyState>
    </main>
  );
}
