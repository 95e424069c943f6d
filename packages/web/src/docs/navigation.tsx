import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { SearchIcon } from '../design/icons.ts';
import { PageLinks } from '../design/page-bar.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { isNavigationOpen, leaveNavigation } from './bar.tsx';
import { Chip } from './chips.tsx';
import { type Entry, RESULTS_MAX, search } from './model/entries.ts';
import styles from './navigation.module.css';

interface NavigationProps {
  readonly entries: readonly Entry[];
  readonly isLoading: boolean;
  /** Of what is shown. */
  readonly current: string;
}

/** Everything that there is, by section, and a search over it. `/` leads there. */
export function Navigation({ entries, isLoading, current }: NavigationProps) {
  const [query, setQuery] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLElement>(null);
  const found = useMemo(() => search(entries, query), [entries, query]);
  useEffect(() => focusOnSlash(input), []);
  const links = () => Array.from(list.current?.querySelectorAll('a') ?? []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      if (query !== '') input.current?.focus();
      else leaveNavigation('button');
      setQuery('');
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const all = links().filter((link) => link.checkVisibility());
    const at = all.findIndex((link) => link.matches(':focus'));
    const next = event.key === 'ArrowDown' ? at + 1 : at - 1;
    event.preventDefault();
    if (next < 0) input.current?.focus();
    else all[next]?.focus();
  };
  const onEnter = (event: SubmitEvent) => {
    event.preventDefault();
    const [first] = found;
    if (first === undefined) return;
    location.hash = first.href;
    leaveNavigation('page');
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move among the links inside.
    <div
      class={styles.navigation}
      id="navigation"
      data-open={isNavigationOpen.value}
      onKeyDown={onKeyDown}
    >
      <search>
        <form class={styles.search} onSubmit={onEnter}>
          <SearchIcon size={14} />
          <input
            ref={input}
            type="search"
            placeholder="Search"
            aria-label="Search the docs"
            aria-keyshortcuts="/"
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
            autocomplete="off"
            spellcheck={false}
          />
          <span class={styles.key} aria-hidden="true">
            /
          </span>
        </form>
      </search>
      <PageLinks current="/docs" class={styles.pages} />
      <nav ref={list} class={styles.list} aria-label="Docs">
        {query.trim() === '' ? (
          <Sections entries={entries} current={current} />
        ) : (
          <Results found={found} current={current} />
        )}
        {isLoading && <Waiting />}
      </nav>
    </div>
  );
}

function Sections({
  entries,
  current,
}: {
  readonly entries: readonly Entry[];
  readonly current: string;
}) {
  const sections = Map.groupBy(entries, ({ section }) => section);
  return Array.from(sections, ([section, inside]) => (
    <section key={section} class={styles.section}>
      <h2>{section}</h2>
      {Array.from(
        Map.groupBy(inside, ({ heading }) => heading),
        ([heading, group]) => (
          <details key={heading} open={group.some(({ href }) => href === current) || undefined}>
            <summary>{heading}</summary>
            <Links entries={group} current={current} />
          </details>
        ),
      )}
    </section>
  ));
}

function Results({
  found,
  current,
}: {
  readonly found: readonly Entry[];
  readonly current: string;
}) {
  return (
    <section class={styles.section} aria-live="polite">
      <h2>
        {found.length === 0
          ? 'No matches'
          : `${found.length < RESULTS_MAX ? found.length : `The first ${RESULTS_MAX}`} found`}
      </h2>
      <Links entries={found} current={current} isResult />
    </section>
  );
}

function Links({
  entries,
  current,
  isResult = false,
}: {
  readonly entries: readonly Entry[];
  readonly current: string;
  readonly isResult?: boolean;
}) {
  return (
    <ul>
      {entries.map(({ href, mark, title, about, heading }) => (
        <li key={href}>
          <a
            href={href}
            class={styles.link}
            aria-current={href === current ? 'page' : undefined}
            title={about}
            onClick={() => leaveNavigation('page')}
          >
            {mark !== 'page' && mark !== 'about' && <Chip kind={mark} />}
            <span class={styles.linkText}>
              {title}
              {isResult && <small>{heading}</small>}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Waiting() {
  return (
    <div class={styles.waiting}>
      {[70, 90, 60, 80, 75, 65].map((width) => (
        <Skeleton key={width} width={`${width}%`} height="14px" />
      ))}
    </div>
  );
}

/** Unless a field has the focus. */
function focusOnSlash(input: { readonly current: HTMLInputElement | null }): () => void {
  const onKey = (event: KeyboardEvent) => {
    const { target } = event;
    const isWriting = target instanceof HTMLElement && target.closest('input, textarea, select');
    if (event.key !== '/' || isWriting || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    isNavigationOpen.value = true;
    input.current?.focus();
    // On narrow windows it is hidden until it has been drawn.
    requestAnimationFrame(() => input.current?.focus());
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}
