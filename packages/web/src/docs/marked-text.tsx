import type { ComponentChildren } from 'preact';

/** A text of the documents: `code` between backquotes, everything else as it stands. */
export function MarkedText({ text }: { readonly text: string }): ComponentChildren {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? <code key={`${index}${part}`}>{part}</code> : part));
}
