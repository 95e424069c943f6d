import type { FunctionComponent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { PageBar, PageLinks } from '../design/page-bar.tsx';
import { Toasts } from '../design/toast.tsx';
import styles from './app.module.css';
import { type Principal, principal, signOut } from './model/api.ts';
import { href, route, SECTIONS, type Section } from './model/route.ts';
import { useFocusFallback } from './model/use-focus-fallback.ts';
import { SecretDialog } from './parts/secret.tsx';
import { SignIn } from './sign-in.tsx';
import { AppsView } from './views/apps.tsx';
import { AuditView } from './views/audit.tsx';
import { BotsView } from './views/bots.tsx';
import { OverviewView } from './views/overview.tsx';
import { RetentionView } from './views/retention.tsx';
import { RoomsView } from './views/rooms.tsx';
import { SanctionsView } from './views/sanctions.tsx';
import { SlowView } from './views/slow.tsx';
import { UsersView } from './views/users.tsx';

const VIEWS: Readonly<
  Record<Section, { readonly title: string; readonly View: FunctionComponent }>
> = {
  overview: { title: 'Overview', View: OverviewView },
  rooms: { title: 'Rooms', View: RoomsView },
  users: { title: 'Users', View: UsersView },
  sanctions: { title: 'Bans and mutes', View: SanctionsView },
  apps: { title: 'Apps and keys', View: AppsView },
  bots: { title: 'Bots', View: BotsView },
  retention: { title: 'Retention', View: RetentionView },
  slow: { title: 'Slow clients', View: SlowView },
  audit: { title: 'Audit log', View: AuditView },
};

/** The admin page: the sign-in form, or one of its sections. */
export function App() {
  const { value } = principal;
  if (value === undefined) return null;
  return (
    <>
      {value === null ? <SignIn /> : <Shell {...value} />}
      <Toasts />
    </>
  );
}

function Shell({ kind, id, name: principalName, level }: Principal) {
  const { section, rest } = route.value;
  const { title, View } = VIEWS[section];
  const main = useRef<HTMLElement>(null);
  const nav = useRef<HTMLElement>(null);
  useFocusFallback(main);
  useEffect(() => {
    document.title = `${title} · Koine admin`;
    scrollTo(0, 0);
    nav.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [section, rest.join('/')]);
  return (
    <div class={styles.shell}>
      <div class={styles.top}>
        <PageBar current="/admin" main={main} isCrowded>
          <span class={styles.name} title={`${kind} ${id}`}>
            {principalName}
          </span>
          {level === 'moderator' && <Badge title="Can read, and moderate rooms">admin</Badge>}
          <Button size="small" onClick={signOut}>
            Sign out
          </Button>
        </PageBar>
      </div>
      <nav ref={nav} class={styles.nav} aria-label="Administration">
        {SECTIONS.map((name) => (
          <a key={name} href={href(name)} aria-current={name === section ? 'page' : undefined}>
            {VIEWS[name].title}
          </a>
        ))}
      </nav>
      <main id="main" ref={main} class={styles.main} tabIndex={-1}>
        <View key={section} />
        <PageLinks current="/admin" class={styles.pagesBelow} />
        <SecretDialog />
      </main>
    </div>
  );
}
