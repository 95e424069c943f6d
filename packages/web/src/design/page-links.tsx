import type { ComponentChildren } from 'preact';
import { classNames } from './class-names.ts';
import styles from './page-links.module.css';

const PAGES = [
  ['/', 'Playground'],
  ['/docs', 'Docs'],
  ['/admin', 'Admin'],
] as const;

export type PagePath = (typeof PAGES)[number][0];

interface PageLinksProps {
  /** The present page. */
  readonly current: PagePath;
  readonly class?: string | undefined;
  /** More links, after these. */
  readonly children?: ComponentChildren;
}

/** The way between the server's pages, the same on each. */
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
