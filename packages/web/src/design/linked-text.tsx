import type { ComponentChildren } from 'preact';
import { splitLinks } from '../lib/links.ts';

/**
 * What somebody wrote, its web addresses to follow. Each address stands for itself: no character before it turns it round, and its title
 * says the host in ASCII, as it is looked up. (base.css isolates every link.)
 */
export function LinkedText({ text }: { readonly text: string }): ComponentChildren {
  return splitLinks(text).map(({ text: part, href }) =>
    href === null ? (
      part
    ) : (
      <a
        href={href}
        title={new URL(href).host}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
      >
        {part}
      </a>
    ),
  );
}
