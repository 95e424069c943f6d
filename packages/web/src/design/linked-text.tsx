import type { ComponentChildren } from 'preact';
import { splitLinks } from '../lib/links.ts';

/**
 * A user's text with its web addresses as links. No character before a link changes its direction (base.css isolates every link),
 * and its title shows the host in ASCII, as it is resolved.
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
