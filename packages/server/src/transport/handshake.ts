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
 * that begins nothing stands for itself, bytes that are no UTF-8 are U+FFFD. So the protocol says in its own form what is wrong with it.
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
