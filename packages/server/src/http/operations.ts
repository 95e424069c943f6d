import { timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync, FastifySchema } from 'fastify';
import Type from 'typebox';

export interface OperationsDeps {
  /** Whether everyone may read the metrics; otherwise only with the operator's key. */
  readonly isOpen: boolean;
  readonly adminKey: string;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  /** Milliseconds that storage takes; rejects when it fails. */
  readonly ping: () => Promise<number>;
}

/** What whoever comes without the operator’s key is told. */
export const NEEDS_KEY = 'The operator’s key is needed: X-Admin-Key';

/** `GET /metrics` (Prometheus) and `GET /health` (`{ping: ms}`, 503 `{error}` when storage fails). */
export function operationRoutes(deps: OperationsDeps): FastifyPluginAsync {
  return async (app) => {
    app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));

    app.get('/health', { schema: HEALTH }, async (_request, reply) => {
      try {
        return { ping: await deps.ping() };
      } catch (error) {
        const text = error instanceof Error ? error.message : 'Storage is unavailable';
        return reply.code(503).send({ error: text });
      }
    });

    app.get('/metrics', { schema: METRICS }, async (request, reply) => {
      if (!deps.isOpen && !isKey(request.headers['x-admin-key'], deps.adminKey)) {
        return reply.code(401).send({ error: NEEDS_KEY });
      }
      return reply.type(deps.metrics.contentType).send(await deps.metrics.text());
    });
  };
}

const HEALTH: FastifySchema = {
  summary: 'Whether the server is well: storage answers.',
  operationId: 'health',
  tag: 'Server',
  refuses: ['storageUnavailable'],
  response: {
    200: Type.Object({
      ping: Type.Number({ description: 'Milliseconds that storage took to answer' }),
    }),
  },
};

const METRICS: FastifySchema = {
  summary: 'Figures for Prometheus. In production for the operator only.',
  operationId: 'metrics',
  tag: 'Server',
  credentials: ['nobody', 'adminKey'],
  refuses: [['unauthorized', NEEDS_KEY]],
  response: {
    200: Type.String({
      contentMediaType: 'text/plain',
      description: 'Prometheus’ text format',
      examples: ['koine_connections{protocol="lobby"} 2'],
    }),
  },
};

/** Compares in constant time. */
export function isKey(given: unknown, key: string): boolean {
  if (typeof given !== 'string') return false;
  const a = Buffer.from(given);
  const b = Buffer.from(key);
  return a.length === b.length && timingSafeEqual(a, b);
}
