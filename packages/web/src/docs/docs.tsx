import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { AlertIcon, SearchIcon } from '../design/icons.ts';
import { PageBar } from '../design/page-bar.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import {
  CredentialsButton,
  isEnteringCredentials,
  isNavigationOpen,
  leaveNavigation,
  NavigationButton,
} from './bar.tsx';
import { CallPage } from './call/call-page.tsx';
import { CredentialsDialog } from './credentials-dialog.tsx';
import styles from './docs.module.css';
import { GuidePage } from './guide/guide-page.tsx';
import { guides } from './guide/guides.ts';
import { type Documents, loadDocuments, loading } from './model/documents.ts';
import { entriesOf } from './model/entries.ts';
import { Navigation } from './navigation.tsx';
import { hrefOf, type Route, route } from './route.ts';
import { ChannelPage } from './socket/channel-page.tsx';
import { StartPage } from './start-page.tsx';

/** The page: a bar, the navigation, and what was asked for. */
export function Docs() {
  const { value: state } = loading;
  const documents = state.state === 'loaded' ? state.documents : null;
  const pages = guides.value;
  const entries = useMemo(() => entriesOf(documents, pages ?? []), [documents, pages]);
  const now = route.value;
  const main = useRef<HTMLElement>(null);
  const place = placeOf(now);
  useEffect(() => {
    main.current?.scrollTo({ top: 0 });
    if (now.kind !== 'guide' || now.heading === null) scrollTo({ top: 0 });
  }, [place]);
  const current = hrefOf(now.kind === 'guide' ? { ...now, heading: null } : now);
  const title = entries.find(({ href }) => href === current)?.title;
  useEffect(() => {
    document.title = title === undefined ? 'Koine docs' : `${title} · Koine docs`;
  }, [title]);
  return (
    <div class={styles.docs}>
      <PageBar current="/docs" main={main} start={<NavigationButton />} isCrowded>
        {documents !== null && <Badge>{documents.facts.version}</Badge>}
        <CredentialsButton />
      </PageBar>
      <div class={styles.body}>
        <Navigation entries={entries} isLoading={state.state === 'loading'} current={current} />
        {isNavigationOpen.value && (
          <button
            type="button"
            class={styles.veil}
            aria-label="Close the navigation"
            onClick={() => leaveNavigation('button')}
          />
        )}
        <main ref={main} class={styles.main} tabIndex={-1}>
          {state.state === 'failed' && now.kind !== 'guide' ? (
            <Failed why={state.why} />
          ) : (
            <Content route={now} documents={documents} />
          )}
        </main>
      </div>
      {isEnteringCredentials.value && (
        <CredentialsDialog
          onClose={() => {
            isEnteringCredentials.value = false;
          }}
        />
      )}
    </div>
  );
}

function Content({
  route: now,
  documents,
}: {
  readonly route: Route;
  readonly documents: Documents | null;
}) {
  const pages = guides.value;
  if (now.kind === 'start') return <StartPage documents={documents} guides={pages ?? []} />;
  if (now.kind === 'guide') {
    if (pages === null) return <Waiting />;
    const guide = pages.find(({ slug }) => slug === now.slug);
    return guide === undefined ? <Unknown /> : <GuidePage guide={guide} heading={now.heading} />;
  }
  if (documents === null) return <Waiting />;
  if (now.kind === 'call') {
    const call = documents.calls.find(({ id }) => id === now.id);
    return call === undefined ? <Unknown /> : <CallPage call={call} documents={documents} />;
  }
  const channel = documents.channels.find(({ name }) => name === now.name);
  if (channel === undefined) return <Unknown />;
  const asked = now.frame;
  if (asked === null) return <ChannelPage channel={channel} frame={null} />;
  const frame = channel.frames.find(
    ({ name, direction }) => name === asked.name && direction === asked.direction,
  );
  return frame === undefined ? <Unknown /> : <ChannelPage channel={channel} frame={frame} />;
}

function Unknown() {
  return (
    <EmptyState icon={SearchIcon} title="Page not found">
      The protocol may be off on this server, or the link is outdated. <a href="#/">To the start</a>
    </EmptyState>
  );
}

function Failed({ why }: { readonly why: string }) {
  return (
    <EmptyState icon={AlertIcon} title="The API spec could not be loaded">
      <p>{why}</p>
      <Button onClick={loadDocuments}>Try again</Button>
    </EmptyState>
  );
}

function Waiting() {
  return (
    <div class={styles.waiting}>
      <Skeleton width="40%" height="28px" />
      <Skeleton width="70%" />
      <Skeleton height="160px" />
    </div>
  );
}

/** A heading of a guide is no other place. */
function placeOf(now: Route): string {
  return now.kind === 'guide' ? `guide ${now.slug}` : hrefOf(now);
}
