import type { Handshake } from '../hub/protocol.ts';

/** The part of an upgrade request that outlives it. The headers alone would be as large as all else that a client costs. */
export interface KeptHandshake {
  readonly search: string;
  readonly origin: string;
  /** Those that protocols read; `null`: none came. */
  readonly headers: Handshake['headers'] | null;
}

/** `headersRead`: names in lower case. */
export function keptOf(handshake: Handshake, headersRead: readonly string[]): KeptHandshake {
  const { query, origin, headers } = handshake;
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

export function handshakeFrom({ search, origin, headers }: KeptHandshake, ip: string): Handshake {
  return {
    path: '/socket.io/',
    isPathValid: true,
    query: new URLSearchParams(search),
    headers: headers ?? {},
    ip,
    origin,
  };
}
