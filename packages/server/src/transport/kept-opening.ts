import type { Opening } from '../hub/protocol.ts';

/** The part of an upgrade request that outlives it. The headers alone would be as large as all else that a client costs. */
export interface KeptOpening {
  readonly search: string;
  readonly origin: string;
  /** Those that protocols read; `null`: none came. */
  readonly headers: Opening['headers'] | null;
}

/** `headersRead`: names in lower case. */
export function keptOf(opening: Opening, headersRead: readonly string[]): KeptOpening {
  const { query, origin, headers } = opening;
  const present = headersRead.filter((name) => headers[name] !== undefined);
  return {
    search: query.toString(),
    origin,
    headers:
      present.length === 0
        ? null
        : Object.fromEntries(present.map((name) => [name, headers[name]])),
  };
}

export function openingFrom({ search, origin, headers }: KeptOpening, ip: string): Opening {
  return {
    path: '/socket.io/',
    isPathValid: true,
    query: new URLSearchParams(search),
    headers: headers ?? {},
    ip,
    origin,
  };
}
