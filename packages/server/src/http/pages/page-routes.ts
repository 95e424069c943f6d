import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { ProtocolName } from '../../hub/protocol.ts';

/** What the page says of the server that it came from. */
export interface PageDeps {
  readonly version: string;
  /** Where the server listens, e.g. `http://127.0.0.1:8080`; asked for each time, since a port may be any free one. */
  readonly urls: () => readonly string[];
  /** Those that are on. */
  readonly protocols: readonly ProtocolName[];
  /** The sandbox's credentials; `null` in production, where a page shows none. */
  readonly sandbox: { readonly apiKey: string; readonly roomId: string } | null;
  readonly directAuth: 'none' | 'token';
  readonly communityGuests: boolean;
  /** What `GET /` answers to who asks for JSON and not for HTML; `null`: the page. */
  readonly status: ((request: FastifyRequest) => object) | null;
}

/** What `/assets/server.json` answers. */
export interface ServerFacts extends Omit<PageDeps, 'urls' | 'status'> {
  readonly urls: readonly string[];
}

/**
 * The first page, and what it is made of: plain files, no build. GET /, /assets/*. The composition root decides who gets it:
 * `GET /` asked for JSON is community's.
 */
export function pageRoutes(deps: PageDeps): FastifyPluginAsync {
  const { status, urls, ...facts } = deps;
  return async (app) => {
    const socketIo = await readFile(socketIoClientPath());
    app.addHook('onSend', async (_request, reply) => {
      reply.headers(SECURITY_HEADERS);
    });
    await app.register(fastifyStatic, {
      root: join(import.meta.dirname, 'site'),
      prefix: '/assets/',
      index: false,
      cacheControl: true,
      maxAge: 0,
    });
    app.get('/', (request, reply) => {
      reply.header('vary', 'accept');
      if (status !== null && prefersJson(request.headers.accept ?? ''))
        return reply.send(status(request));
      return reply.sendFile('index.html');
    });
    app.get('/assets/server.json', async (_request, reply): Promise<ServerFacts> => {
      reply.header('cache-control', 'no-store');
      return { ...facts, urls: urls() };
    });
    app.get('/assets/socket.io.js', (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').send(socketIo),
    );
  };
}

function prefersJson(accept: string): boolean {
  return accept.includes('application/json') && !accept.includes('text/html');
}

/** Nothing but this server's own files and sockets; no script or style inside the page. */
const SECURITY_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

/** The stock client's build for browsers. */
function socketIoClientPath(): string {
  const packageFile = createRequire(import.meta.url).resolve('socket.io-client/package.json');
  return join(dirname(packageFile), 'dist/socket.io.esm.min.js');
}
