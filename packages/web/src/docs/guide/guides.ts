import { signal } from '@preact/signals';

/** A page of the repository's docs, rendered when the pages were built. */
export interface Guide {
  readonly slug: string;
  readonly title: string;
  readonly section: string;
  /** Made from Markdown in which HTML is text: it holds nothing but what the renderer writes. */
  readonly html: string;
  readonly headings: readonly Heading[];
  /** MarkedText, for the search. */
  readonly text: string;
}

export interface Heading {
  readonly id: string;
  readonly text: string;
  readonly level: number;
}

/** `null`: not here yet. */
export const guides = signal<readonly Guide[] | null>(null);

/** They come after the page itself has been painted. */
export async function loadGuides(): Promise<void> {
  guides.value = (await import('virtual:guides')).default;
}
