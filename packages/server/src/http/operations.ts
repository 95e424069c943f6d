import { timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';

export interface OperationsDeps {
  /** Whether everyone may read the metrics; otherwise only with the operator's key. */
  readonly isOpen: boolean;
  readonly adminKey: string;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  /** Milliseconds that storage takes; rejects when it fails. */
  readonly ping: () => Promise<number>;
}

/** `GET /metrics` (Prometheus) and `GET /health` (`{ping: ms}`, 503 `{error}` when storage fails). */
export function operationRoutes(deps: OperationsDeps): FastifyPluginAsync {
  return async (app) => {
    app.get('/health', async (_request, reply) => {
      try {
        return { ping: await deps.ping() };
      } catch (error) {
        const text = error instanceof Error ? error.message : 'Storage is unavailable';
        return reply.code(503).send({ error: text });
      }
    });

    app.get('/metrics', async (request, reply) => {
      if (!deps.isOpen && !isKey(request.headers['x-admin-key'], deps.adminKey)) {
        return reply.code(401).send({ error: 'The operator’s key is needed: X-Admin-Key' });
      }
      return reply.type(deps.metrics.contentType).send(await deps.metrics.text());
    });
  };
}

/** Compares in constant time. */
export function isKey(given: unknown, key: string): boolean {
  if (typeof given !== 'string') return false;
  const a = Buffer.from(given);
  const b = Buffer.from(key);
  return a.length === b.length && timingSafeEqual(a, b);
}
