import type { IncomingMessage } from 'node:http';

const ABSOLUTE = /^https?:\/\/([^/?#]*)/i;

/**
 * Gives a request whose target is a whole URL, as a proxy may be asked (RFC 9112, 3.2.2), the form that all others have: the path
 * as the target, and the URL's host as `Host`, which stands above what the header said.
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
