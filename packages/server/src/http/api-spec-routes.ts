import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { DocumentAt } from '../api-spec/document.ts';
import { addressGroup } from '../core/address.ts';
import { BoundedMap } from '../core/bounded-map.ts';
import type { Budgets } from '../core/budgets.ts';
import { answerPlainly } from './plain-errors.ts';

/** Both documents; each is made when it is first asked for. */
export interface ApiSpecDeps {
  readonly openApi: () => Promise<DocumentAt>;
  readonly asyncApi: () => Promise<DocumentAt>;
  /** Where the caller reaches this server: the document says so of its calls. */
  readonly originOf: (request: FastifyRequest) => string;
  readonly budgets: Pick<Budgets, 'chargeFor'>;
}

/** `GET /docs/openapi.json` and `GET /docs/asyncapi.json`. */
export function apiSpecRoutes(deps: ApiSpecDeps): FastifyPluginAsync {
  return async (app) => {
    app.setErrorHandler(answerPlainly);
    const documents = [
      ['openapi', 'This document: all REST calls (OpenAPI 3.1).', deps.openApi],
      ['asyncapi', 'All WebSocket and Socket.IO messages (AsyncAPI 3.0).', deps.asyncApi],
    ] as const;
    for (const [name, summary, make] of documents) {
      const written = createWritten(make);
      const schema = {
        summary,
        description:
          'Its servers are where you asked for it, or the setting `publicUrl`. Carries an `ETag`: 304 where `If-None-Match` has it.',
        operationId: `${name}Document`,
        tag: 'Server',
        response: {
          200: Type.Object({}, { description: 'The document', examples: [{}] }),
          304: Type.Null({ description: 'Not modified' }),
        },
      };
      app.get(`/docs/${name}.json`, { schema }, async (request, reply) => {
        const { etag, text, packed } = await written(deps.originOf(request), () =>
          deps.budgets.chargeFor('documentForHost', addressGroup(request.ip)),
        );
        reply.headers({ etag, 'cache-control': 'no-cache', vary: 'accept-encoding' });
        if (isNamed(etag, request.headers['if-none-match'])) return reply.code(304).send();
        reply.type('application/json; charset=utf-8');
        if (!takesGzip(request)) return reply.send(text);
        return reply.header('content-encoding', 'gzip').send(packed);
      });
    }
  };
}

/** A document as it goes out. */
interface Written {
  readonly etag: string;
  readonly text: Buffer;
  readonly packed: Buffer;
}

const compress = promisify(gzip);

/** Nearly everybody reaches a server at one place; the host that a request names is anybody's to choose. */
const ORIGINS_KEPT = 8;

/** Keeps what was asked for last. `charge` throws when there has been too much to write anew. */
function createWritten(
  make: () => Promise<DocumentAt>,
): (origin: string, charge: () => void) => Promise<Written> {
  let made: Promise<DocumentAt> | null = null;
  const kept = new BoundedMap<string, Promise<Written>>(ORIGINS_KEPT);
  return async (origin, charge) => {
    made ??= make();
    const documentAt = await made;
    let written = kept.get(origin);
    if (written === undefined) {
      charge();
      written = write(documentAt, origin);
    }
    // Also one that is known: what was asked for last is kept longest.
    kept.set(origin, written);
    return written;
  };
}

async function write(documentAt: DocumentAt, origin: string): Promise<Written> {
  const text = Buffer.from(JSON.stringify(documentAt(origin)));
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  // Weak: it is the same document, packed or not.
  return { etag: `W/"${digest}"`, text, packed: await compress(text) };
}

function isNamed(etag: string, asked = ''): boolean {
  return asked.split(',').some((one) => one.trim().replace(/^(?:W\/)?/, 'W/') === etag);
}

function takesGzip({ headers }: FastifyRequest): boolean {
  const asked = headers['accept-encoding'] ?? '';
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$|\s))/.test(String(asked));
}
