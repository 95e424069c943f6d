import { signal } from '@preact/signals';

/** The page's places: the first word of the address behind `#/`, and what follows it. */
export const PLACES = [
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
export type Place = (typeof PLACES)[number];

export interface Route {
  readonly place: Place;
  /** Decoded. */
  readonly rest: readonly string[];
  /** Behind `?`, within the hash. */
  readonly query: URLSearchParams;
}

/** The address at which each place's list was last looked at. */
const lists = new Map<Place, string>();

export const route = signal<Route>(read());
addEventListener('hashchange', () => {
  route.value = read();
});

/** E.g. `#/rooms/0192…`. */
export function href(place: Place, ...rest: readonly string[]): string {
  return `#/${[place, ...rest].map((part) => encodeURIComponent(part.toWellFormed())).join('/')}`;
}

/** Back to a place's list, as it was searched. */
export function listHref(place: Place): string {
  return lists.get(place) ?? href(place);
}

export function go(place: Place, ...rest: readonly string[]): void {
  location.hash = rest.length === 0 ? listHref(place) : href(place, ...rest);
}

/** Changes what is named, in place: nobody goes back through the letters of a search. Empty: takes it away. */
export function replaceQuery(change: Readonly<Record<string, string>>): void {
  const query = new URLSearchParams(route.value.query);
  for (const [name, value] of Object.entries(change)) {
    if (value === '') query.delete(name);
    else query.set(name, value.toWellFormed());
  }
  const [path = ''] = location.hash.split('?', 1);
  const text = query.toString();
  history.replaceState(history.state, '', `${path || '#/overview'}${text && '?'}${text}`);
  route.value = read();
}

function read(): Route {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [first = '', ...rest] = path.split('/').map(decode);
  const place = PLACES.find((known) => known === first) ?? 'overview';
  if (rest.length === 0) lists.set(place, location.hash);
  return { place, rest, query: new URLSearchParams(query) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
