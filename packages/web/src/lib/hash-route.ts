import { signal } from '@preact/signals';

/** What a page shows, after the `#` of its address so that it can be linked: `#/first/second?name=value`. */
export interface HashRoute {
  /** Decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

/** Where the page is. */
export const hashRoute = signal(readHash(globalThis.location?.hash ?? ''));
globalThis.addEventListener?.('hashchange', readLocation);

/** The route that the hash of an address names. */
export function readHash(hash: string): HashRoute {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  return { path: path.split('/').map(decodePart), query: new URLSearchParams(query) };
}

/** The address of a route, for links. */
export function hashHref(path: readonly string[], query: Record<string, string> = {}): string {
  const text = new URLSearchParams(query).toString();
  const parts = path.map((part) => encodeURIComponent(part.toWellFormed()));
  return `#/${parts.join('/')}${text && '?'}${text}`;
}

/** Goes there without an entry in the history. */
export function replaceHash(href: string): void {
  history.replaceState(history.state, '', href);
  readLocation();
}

/** Follows a change of the address before its event: call it before a decision by `hashRoute`. */
export function readLocation(): void {
  hashRoute.value = readHash(location.hash);
}

/** A malformed escape stays as it is. */
export function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
