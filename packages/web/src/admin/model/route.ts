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
}

export const route = signal<Route>(read());
addEventListener('hashchange', () => {
  route.value = read();
});

/** E.g. `#/rooms/0192…`. */
export function href(place: Place, ...rest: readonly string[]): string {
  return `#/${[place, ...rest].map(encodeURIComponent).join('/')}`;
}

export function go(place: Place, ...rest: readonly string[]): void {
  location.hash = href(place, ...rest);
}

function read(): Route {
  const [first = '', ...rest] = location.hash.replace(/^#\/?/, '').split('/').map(decode);
  return { place: PLACES.find((known) => known === first) ?? 'overview', rest };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
