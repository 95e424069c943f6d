import type { IncomingMessage } from 'node:http';
import { unescape as decodeLeniently } from 'node:querystring';
import { canonicalAddress } from '../core/address.ts';
import { clientAddress, clientScheme } from '../hub/client-address.ts';
import { isDecodablePath } from '../hub/decodable-path.ts';
import type { Handshake } from '../hub/protocol.ts';
import type { TransportDeps } from './options.ts';

type ProxyOptions = Pick<TransportDeps, 'publicUrl' | 'trustProxy'>;

/**
 * The request as a protocol sees it; `null` for a target that is no path. The path is decoded as browsers decode a query: a `%`
 * that begins nothing stands for itself, bytes that are no UTF-8 are U+FFFD. So the protocol responds in its own form.
 */
export function handshakeOf(request: IncomingMessage, options: ProxyOptions): Handshake | null {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  if (!target.startsWith('/')) return null;
  const encoded = mark < 0 ? target : target.slice(0, mark);
  return {
    path: pathOf(encoded),
    isPathValid: isDecodablePath(encoded),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers: request.headers,
    ip: clientAddress(request, options.trustProxy),
    origin: originAsked(request, options),
  };
}

/** A path as protocols see it. */
export function pathOf(encoded: string): string {
  return encoded.includes('%') ? decodeLeniently(encoded) : encoded;
}

/** Where the client reaches this server: the public URL, else what it asked for. */
export function originAsked(request: IncomingMessage, options: ProxyOptions): string {
  return options.publicUrl?.replace(/\/+$/, '') ?? requestOrigin(request, options.trustProxy);
}

function requestOrigin(request: IncomingMessage, trustProxy: boolean): string {
  const scheme = clientScheme(request, trustProxy);
  const asked = `${scheme}://${request.headers.host ?? ''}`;
  const url = URL.canParse(asked) ? new URL(asked) : null;
  // A host header is the client's text: taken only if it is a host and nothing else.
  const isHost = url !== null && url.host !== '' && url.href === `${url.origin}/`;
  return isHost ? url.origin : `${scheme}://${localHost(request)}`;
}

function localHost(request: IncomingMessage): string {
  const { localAddress = '127.0.0.1', localPort = 80 } = request.socket;
  const address = canonicalAddress(localAddress) ?? localAddress;
  return `${address.includes(':') ? `[${address}]` : address}:${localPort}`;
}

const ABSOLUTE = /^https?:\/\/([^/?#]*)/i;

/**
 * Gives a request whose target is a whole URL, as a proxy may be asked (RFC 9112, 3.2.2), the form that all others have: the path
 * as the target, and the URL's host as `Host`, which stands above the header.
 */
export function toOriginForm(request: IncomingMessage): void {
  const target = request.url ?? '';
  if (target.startsWith('/')) return;
  const [prefix, host = ''] = ABSOLUTE.exec(target) ?? [];
  if (prefix === undefined || host === '') return;
  const rest = target.slice(prefix.length);
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
  request.headers.host = host.slice(host.lastIndexOf('@') + 1);
}

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
