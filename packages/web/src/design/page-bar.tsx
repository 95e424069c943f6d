import type { ComponentChildren, RefObject } from 'preact';
import { Wordmark } from './mark.tsx';
import styles from './page-bar.module.css';
import { PageLinks, type PagePath } from './page-links.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

export interface PageBarProps {
  /** The present page. */
  readonly current: PagePath;
  /** The page's content, focusable: a link for keyboard users leads there. */
  readonly main: RefObject<HTMLElement | null>;
  /** Before the name. */
  readonly start?: ComponentChildren;
  /** More links, after those of the pages. */
  readonly links?: ComponentChildren;
  /** On narrow windows there is no room for the links to pages: this page has them elsewhere. */
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
