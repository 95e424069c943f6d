import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { type AllLimits, LIMITS, type LimitTable } from '@koine/contract';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import Type, { type TSchema } from 'typebox';
import type { Log } from '../../core/ports/world.ts';
import { assetHeaders, type PageName, pageHeaders } from './security-headers.ts';

/** What the page says of the server that it came from. */
export interface PageDeps {
  readonly version: string;
  /** Where the server listens, e.g. `http://127.0.0.1:8080`; asked for each time, since a port may be any free one. */
  readonly urls: () => readonly string[];
  /** Those that are on. */
  readonly protocols: readonly string[];
  /** The sandbox's credentials; `null` in production, where a page shows none. */
  readonly sandbox: { readonly apiKey: string; readonly roomId: string } | null;
  readonly ofProtocols: ProtocolFacts;
  /** Sites that may frame the embed and steer it, as `canonicalOrigins` spells them; empty: any. */
  readonly embedOrigins: readonly string[];
  /** What the server takes at most: pages hold no limit of their own. */
  readonly limits: AllLimits;
  /** What `GET /` answers to who asks for JSON and not for HTML; `null`: the page. */
  readonly status: ((request: FastifyRequest) => object) | null;
  /** The directory of the built pages, as `npm run build:web` makes it. It may be missing, and may come later. */
  readonly dist: string;
  readonly log: Log;
}

/** What the protocols, on or not, have pages know: some of their settings, and limits. */
export interface ProtocolFacts {
  readonly facts: Readonly<Record<string, { readonly schema: TSchema; readonly value: unknown }>>;
  readonly limits: LimitTable;
}

/** The limits that pages keep to beside those of protocols, so that users see them before the server refuses. */
const PAGE_LIMITS = {
  nameCharsMax: LIMITS.nameCharsMax,
  roomNameCharsMax: LIMITS.roomNameCharsMax,
  roomDescriptionCharsMax: LIMITS.roomDescriptionCharsMax,
  pageSizeMax: LIMITS.pageSizeMax,
  typingTimeoutMs: LIMITS.typingTimeoutMs,
} as const;

/** Where the build puts the pages of this repository. */
export const WEB_DIST = join(import.meta.dirname, '../../../../web/dist');

/**
 * The pages and what they are made of: the files of a build, compressed beforehand, so that a start reads none of them.
 * GET /, /embed.html, /admin, /docs, /koine.js, /assets/*. The composition root decides who gets `GET /` asked for JSON.
 */
export function pageRoutes(deps: PageDeps): FastifyPluginAsync {
  const { status, urls, dist, log, limits, ofProtocols, ...facts } = deps;
  const shown: LimitTable = { ...ofProtocols.limits, ...PAGE_LIMITS };
  const own = mapped(ofProtocols.facts, ({ value }) => value);
  const pageLimits = mapped(shown, (_, name) => limits[name]);
  return async (app) => {
    if (!existsSync(join(dist, 'index.html')))
      log.warn({ dist }, 'pages are not built: run `npm run build:web`');
    // The names of its files hold a digest of what is in them.
    await app.register(fastifyStatic, {
      root: join(dist, 'assets'),
      prefix: '/assets/',
      index: false,
      preCompressed: true,
      immutable: true,
      maxAge: '1y',
      suppressWarning: true,
      setHeaders: asAsset,
    });
    const page =
      (file: string, name: PageName) => (_request: FastifyRequest, reply: FastifyReply) => {
        reply.headers(pageHeaders(name, deps.embedOrigins));
        return sendBuilt(reply, dist, file);
      };
    app.get('/embed.html', HIDDEN, page('embed.html', 'embed'));
    app.get('/admin', HIDDEN, page('admin.html', 'admin'));
    app.get('/docs', HIDDEN, page('docs.html', 'docs'));
    app.get('/index.html', HIDDEN, page('index.html', 'playground'));
    app.get('/koine.js', HIDDEN, (_request, reply) => {
      reply.headers(assetHeaders());
      return sendBuilt(reply, dist, 'koine.js');
    });
    app.get(
      '/assets/server.json',
      { schema: factsSchema(ofProtocols, shown) },
      async (_request, reply) => {
        reply.headers(assetHeaders()).header('cache-control', 'no-store');
        return { ...facts, ...own, limits: pageLimits, urls: urls() };
      },
    );
    app.get('/', { schema: STATUS }, (request, reply) => {
      reply.header('vary', 'accept');
      if (status !== null && prefersJson(request.headers.accept ?? ''))
        return reply.send(status(request));
      reply.headers(pageHeaders('playground'));
      return sendBuilt(reply, dist, 'index.html');
    });
  };
}

/** Pages are no part of the API spec of REST calls. */
const HIDDEN = { schema: { hide: true } } as const;

const STATUS: FastifySchema = {
  summary: 'The server’s status as JSON; the start page for browsers.',
  description:
    'JSON where `Accept` names `application/json` and not `text/html`, and community is on.',
  operationId: 'status',
  tag: 'Server',
  response: {
    200: Type.Object({
      status: Type.Literal('OK'),
      hostname: Type.String(),
      load: Type.Array(Type.Number()),
      uptime: Type.String(),
      openapi_url: Type.String(),
    }),
  },
};

const factsSchema = ({ facts }: ProtocolFacts, limits: LimitTable): FastifySchema => ({
  summary: 'What the pages need to know about the server: its address and its protocols.',
  operationId: 'serverFacts',
  tag: 'Server',
  response: {
    200: Type.Object({
      version: Type.String({ examples: ['0.1.0'] }),
      urls: Type.Array(Type.String(), { examples: [['http://127.0.0.1:8080']] }),
      protocols: Type.Array(Type.String(), { examples: [['lobby', 'community']] }),
      sandbox: Type.Union(
        [Type.Object({ apiKey: Type.String(), roomId: Type.String() }), Type.Null()],
        {
          description: 'The sandbox’s demo credentials; null in production',
          examples: [
            {
              apiKey: 'sk_test_1234567890abcdef',
              roomId: '550e8400-e29b-41d4-a716-446655440001',
            },
          ],
        },
      ),
      ...mapped(facts, ({ schema }) => schema),
      embedOrigins: Type.Array(Type.String(), {
        description: 'Sites that may frame and control the embedded chat; empty: any',
        examples: [['https://www.example.org']],
      }),
      limits: Type.Object(
        mapped(limits, ({ about, default: value }) =>
          Type.Integer({ description: about, examples: [value] }),
        ),
      ),
    }),
  },
});

function mapped<Value, Made>(
  values: Readonly<Record<string, Value>>,
  make: (value: Value, name: string) => Made,
): Record<string, Made> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, make(value, name)]),
  );
}

/** For files whose names stay the same when what is in them changes. */
const REVALIDATED = { maxAge: 0, immutable: false };

/** The headers of an asset, for a file that goes out under no headers yet. */
function asAsset(reply: FastifyReply): void {
  if (!reply.hasHeader('content-security-policy')) reply.headers(assetHeaders());
}

function sendBuilt(reply: FastifyReply, dist: string, file: string): FastifyReply {
  if (existsSync(join(dist, file))) return reply.sendFile(file, dist, REVALIDATED);
  return reply
    .code(503)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(NOT_BUILT);
}

const NOT_BUILT = [
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Koine</title></head><body>',
  '<h1>The pages are not built</h1>',
  '<p>This server runs, but its pages are missing. Build them with <code>npm run build:web</code>, then reload.</p>',
  '</body></html>',
].join('\n');

function prefersJson(accept: string): boolean {
  return accept.includes('application/json') && !accept.includes('text/html');
}
