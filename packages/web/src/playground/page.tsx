import { useEffect, useRef } from 'preact/hooks';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { WifiOffIcon } from '../design/icons.ts';
import { PageBar } from '../design/page-bar.tsx';
import { TabPanel, Tabs } from '../design/tabs.tsx';
import { PROTOCOL_NAMES, type ProtocolName } from '../lib/server-facts.ts';
import { GUIDES } from './guides.ts';
import { hrefOf } from './location.ts';
import styles from './page.module.css';
import type { Playground } from './playground.ts';
import { ProtocolTab } from './protocol-tab.tsx';
import { ServerStrip } from './server-strip.tsx';
import { useSection } from './use-section.ts';

/** The playground. */
export function Page({ playground }: { readonly playground: Playground }) {
  const { facts, location, session } = playground;
  const { protocol, section } = location.value;
  const room = session.room.value;
  // What was shown once stays in the page: a chat or a console goes on behind another tab.
  const visited = useRef(new Set<ProtocolName>()).current.add(protocol);
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
      <PageBar
        current="/"
        main={main}
        links={
          room !== null && <a href={`/embed.html?room=${encodeURIComponent(room.uid)}`}>Embed</a>
        }
      />
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
              label: (
                <span class={styles.tab}>
                  {id}
                  {!facts.protocols.includes(id) && <Badge>off</Badge>}
                </span>
              ),
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

/** Shown instead of the page when the server's facts cannot be loaded. */
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
