import type { ComponentChildren } from 'preact';
import { splitLinks } from '../../lib/links.ts';
import styles from './message.module.css';

/** What somebody wrote, as text, its web addresses to follow. `children`: what stands after it. */
export function Text({
  text,
  children,
}: {
  readonly text: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <p class={styles.text} dir="auto">
      {splitLinks(text).map(({ text: part, href }) =>
        href === null ? (
          part
        ) : (
          <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
            {part}
          </a>
        ),
      )}
      {children}
    </p>
  );
}
