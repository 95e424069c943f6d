import { computed } from '@preact/signals';
import { hashHref, hashRoute, replaceHash } from '../../lib/hash-route.ts';

/** The page's sections: the first part of the address after `#/`. */
export const SECTIONS = [
  'overview',
  'rooms',
  'users',
  'sanctions',
  'apps',
  'bots',
  'retention',
  'slow',
  'audit',
] as const;
export type Section = (typeof SECTIONS)[number];

export interface Route {
  readonly section: Section;
  /** What follows it. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

/** The address at which each section's list was last shown. */
const lists = new Map<Section, string>();

export const route = computed<Route>(() => {
  const { path, query } = hashRoute.value;
  const [first, ...rest] = path;
  const section = SECTIONS.find((known) => known === first) ?? 'overview';
  if (rest.length === 0) lists.set(section, hashHref(path, Object.fromEntries(query)));
  return { section, rest, query };
});

/** E.g. `#/rooms/0192…`. */
export function href(section: Section, ...rest: readonly string[]): string {
  return hashHref([section, ...rest]);
}

/** Back to a section's list, as it was searched. */
export function listHref(section: Section): string {
  return lists.get(section) ?? href(section);
}

export function go(section: Section, ...rest: readonly string[]): void {
  location.hash = rest.length === 0 ? listHref(section) : href(section, ...rest);
}

/** Changes parameters in place: the history does not keep each letter of a search. Empty: removes it. */
export function replaceQuery(change: Readonly<Record<string, string>>): void {
  const { section, rest, query } = route.value;
  const values = { ...Object.fromEntries(query), ...change };
  const set = Object.entries(values).filter(([, value]) => value !== '');
  replaceHash(hashHref([section, ...rest], Object.fromEntries(set)));
}
