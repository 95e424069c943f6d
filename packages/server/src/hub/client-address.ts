import type { IncomingHttpHeaders } from 'node:http';
import { canonicalAddress } from '../core/address.ts';

/** The parts of a request, REST or upgrade, that show where it comes from. */
export interface Requested {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * The client's address, the same for REST calls, upgrades and polls. Behind a trusted proxy the last address of
 * X-Forwarded-For, which the proxy itself has seen; those before it are the client's to invent. Where that is no address, and
 * without a proxy, the peer. `''`: the peer has gone already.
 */
export function clientAddress({ headers, socket }: Requested, trustProxy: boolean): string {
  const forwarded = trustProxy ? canonicalAddress(lastOf(headers['x-forwarded-for'])) : null;
  return forwarded ?? canonicalAddress(socket.remoteAddress ?? '') ?? '';
}

/** How the client reached the server or the proxy in front, which writes it in X-Forwarded-Proto. */
export function clientScheme({ headers }: Pick<Requested, 'headers'>, trustProxy: boolean) {
  const forwarded = trustProxy ? lastOf(headers['x-forwarded-proto']).toLowerCase() : '';
  return forwarded === 'https' || forwarded === 'wss' ? 'https' : 'http';
}

/** A list's last element. Empty ones are none (RFC 9110, 5.6.1): some proxies end the list with a comma. */
function lastOf(header: string | readonly string[] | undefined): string {
  const text = typeof header === 'string' ? header : (header?.join(',') ?? '');
  const list = text.replace(/[\s,]+$/, '');
  return list.slice(list.lastIndexOf(',') + 1).trim();
}
