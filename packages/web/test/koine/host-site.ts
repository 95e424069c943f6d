import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostPage {
  /** What stands in the head before the chat's script. */
  readonly head?: string;
  readonly body: string;
  /** Content-Security-Policy. */
  readonly policy?: string;
}

/** Another web site, on its own origin. */
export interface HostSite extends AsyncDisposable {
  readonly origin: string;
  /** The page's URL. */
  add(page: HostPage): string;
}

/** Keeps the events and messages of the chat in the page, as the `received` of the page. */
const LISTENERS = `
window.received = [];
for (const name of ['ready', 'auth', 'room', 'unread', 'error'])
  addEventListener('koine-' + name, ({ target, detail }) => received.push([name, detail, target.localName]));
addEventListener('message', ({ data }) => received.push(['message', data]));
`;

export async function startHostSite(): Promise<HostSite> {
  const pages = new Map<string, HostPage>();
  const server = createServer((request, response) => {
    const page = pages.get(request.url ?? '');
    if (request.url === '/ears.js') {
      response.setHeader('content-type', 'text/javascript').end(LISTENERS);
    } else if (page === undefined) {
      response.writeHead(204).end();
    } else {
      const { policy, head = '', body } = page;
      if (policy !== undefined) response.setHeader('content-security-policy', policy);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        `<!doctype html><html lang="en"><head><title>Host</title><script src="/ears.js"></script>${head}</head><body>${body}</body></html>`,
      );
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // By another name than the server's, so that it is another site and not only another port.
  const origin = `http://localhost:${port}`;
  return {
    origin,
    add(page) {
      const path = `/page-${pages.size + 1}`;
      pages.set(path, page);
      return origin + path;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
