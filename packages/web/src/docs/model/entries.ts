import type { Guide } from '../guide/guides.ts';
import { hrefOf } from '../route.ts';
import type { Documents } from './documents.ts';

/** One thing that can be looked up. */
export interface Entry {
  readonly href: string;
  /** A method, a direction, or what else marks its kind. */
  readonly mark: string;
  readonly title: string;
  readonly about: string;
  /** Where it stands: group and heading. */
  readonly section: string;
  readonly heading: string;
  /** Lower-case text that is searched. */
  readonly text: string;
}

export function entriesOf(documents: Documents | null, guides: readonly Guide[]): readonly Entry[] {
  const pages = guides.map(({ slug, title, section, text }) =>
    entry({
      href: hrefOf({ kind: 'guide', slug, heading: null }),
      mark: 'page',
      title,
      about: '',
      section: 'Documents',
      heading: section,
      more: text,
    }),
  );
  return documents === null ? pages : [...socketsOf(documents), ...callsOf(documents), ...pages];
}

function socketsOf({ channels }: Documents): readonly Entry[] {
  return channels.flatMap(({ name, title, description, frames, isSocketIo }) => {
    const heading = isSocketIo ? `${title} · Socket.IO` : `${title} · WebSocket`;
    const place = { section: 'Sockets', heading };
    const connecting = entry({
      href: hrefOf({ kind: 'channel', name, frame: null }),
      mark: 'about',
      title: 'Connecting',
      about: description,
      ...place,
      more: `${name} ${title}`,
    });
    const rest = frames.map((frame) =>
      entry({
        href: hrefOf({ kind: 'channel', name, frame }),
        mark: frame.direction,
        title: frame.name,
        about: frame.summary,
        ...place,
        more: name,
      }),
    );
    return [connecting, ...rest];
  });
}

function callsOf({ calls, groups }: Documents): readonly Entry[] {
  const groupOf = new Map(
    groups.flatMap(({ name, tags }) => tags.map((tag) => [tag, name] as const)),
  );
  return calls.map(({ id, method, path, summary, tag }) =>
    entry({
      href: hrefOf({ kind: 'call', id }),
      mark: method,
      // What all of a group begin with says nothing in a list.
      title: path.replace(/^\/api\/(v1|admin)(?=\/)/, ''),
      about: summary,
      section: 'REST',
      heading: tag,
      more: `${path} ${id} ${groupOf.get(tag) ?? ''}`,
    }),
  );
}

/** Those in which all words occur, those with a word in the title first. */
export function search(entries: readonly Entry[], query: string): readonly Entry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = entries.filter(({ text }) => words.every((word) => text.includes(word)));
  const rank = ({ title }: Entry) =>
    words.some((word) => title.toLowerCase().includes(word)) ? 0 : 1;
  return found.toSorted((a, b) => rank(a) - rank(b)).slice(0, RESULTS_MAX);
}

/** More than a reader looks through. */
export const RESULTS_MAX = 60;

function entry({ more, ...rest }: Omit<Entry, 'text'> & { readonly more: string }): Entry {
  const { mark, title, about, heading } = rest;
  return { ...rest, text: [mark, title, about, heading, more].join(' ').toLowerCase() };
}
