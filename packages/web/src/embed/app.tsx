import { useMemo } from 'preact/hooks';
import type { Chat } from '../chat/chat.ts';
import { Toasts } from '../design/toast.tsx';
import { Body } from './body.tsx';
import { Dialogs } from './dialogs/dialogs.tsx';
import styles from './embed.module.css';
import { createEmbed, EmbedProvider } from './embed-state.ts';
import { ConnectionBanner } from './panels/connection-banner.tsx';
import { Header } from './panels/header.tsx';
import { PeoplePanel } from './people/people-panel.tsx';

/** The whole embedded chat. */
export function App({ chat }: { readonly chat: Chat }) {
  const embed = useMemo(() => createEmbed(chat), [chat]);
  return (
    <EmbedProvider value={embed}>
      <div class={styles.app}>
        <Header />
        <ConnectionBanner />
        <div class={styles.columns}>
          <main class={styles.main}>
            <Body />
          </main>
          <PeoplePanel />
        </div>
        <Dialogs />
        <Toasts />
      </div>
    </EmbedProvider>
  );
}
