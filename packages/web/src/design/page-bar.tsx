import type { ComponentChildren, RefObject } from 'preact';
import { classNames } from './class-names.ts';
import { Wordmark } from './mark.tsx';
import styles from './page-bar.module.css';
import { ThemeSwitch } from './theme-switch.tsx';

const PAGES = [
  ['/', 'Playground'],
  ['/docs', 'Docs'],
  ['/admin', 'Admin'],
] as const;

type PagePath = (typeof PAGES)[number][0];

export interface PageBarProps {
  readonly current: PagePath;
  /** The page's content, focusable: a link for keyboard users leads there. */
  readonly main: RefObject<HTMLElement | null>;
  /** Before the name. */
  readonly start?: ComponentChildren;
  /** More links, after those of the pages. */
  readonly links?: ComponentChildren;
  /** Narrow windows have no room for the links to pages: this page has them elsewhere. */
  readonly isCrowded?: boolean;
  /** At the end. */
  readonly children?: ComponentChildren;
}

/** The bar above each of the server's pages: the same, in the same place. */
export function PageBar({
  current,
  main,
  start,
  links,
  isCrowded = false,
  children,
}: PageBarProps) {
  return (
    <>
      <button type="button" class={styles.skip} onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header class={styles.bar}>
        {start}
        <a class={styles.home} href="/">
          <Wordmark />
        </a>
        <PageLinks current={current} class={isCrowded ? styles.roomy : undefined}>
          {links}
        </PageLinks>
        <div class={styles.end}>
          {children}
          <ThemeSwitch />
        </div>
      </header>
    </>
  );
}

interface PageLinksProps {
  readonly current: PagePath;
  readonly class?: string | undefined;
  /** More links, after these. */
  readonly children?: ComponentChildren;
}

/** Links to the server's pages, the same on each. */
export function PageLinks({ current, class: extra, children }: PageLinksProps) {
  return (
    <nav class={classNames(styles.links, extra)} aria-label="Pages">
      {PAGES.map(([path, name]) => (
        <a key={path} href={path} aria-current={path === current ? 'page' : undefined}>
          {name}
        </a>
      ))}
      {children}
    </nav>
  );
}
