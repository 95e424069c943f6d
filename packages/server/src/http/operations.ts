import type { FastifyPluginAsync, FastifyRequest, FastifySchema } from 'fastify';
import Type from 'typebox';
import { addressGroup } from '../core/address.ts';
import type { OperatorKey } from '../core/operator-key.ts';
import type { Clock } from '../core/ports/world.ts';
import { shareWork } from '../core/shared-work.ts';
import { answerPlainly } from './plain-errors.ts';

/** Probes and metrics are asked for by strangers too: for them the work is done once in this time. */
const SHARED_MS = 1000;

export interface OperationsDeps {
  readonly clock: Clock;
  /** Whether everyone may read the metrics; otherwise only with the operator's key. */
  readonly isOpen: boolean;
  readonly operatorKey: OperatorKey;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  /** Milliseconds that storage takes; rejects when it fails. */
  readonly ping: () => Promise<number>;
}

/** The error text for callers without the operator’s key. */
export const NEEDS_KEY = 'The operator’s key is needed: X-Admin-Key';

/** `GET /metrics` (Prometheus) and `GET /health` (`{ping: ms}`, 503 `{error}` when storage fails). */
export function operationRoutes(deps: OperationsDeps): FastifyPluginAsync {
  const ping = shareWork(deps.clock, SHARED_MS, deps.ping);
  const metricsText = shareWork(deps.clock, SHARED_MS, () => deps.metrics.text());
  return async (app) => {
    const isOperator = ({ headers, ip }: FastifyRequest) =>
      deps.operatorKey.isRight(headers['x-admin-key'], addressGroup(ip));
    app.setErrorHandler(answerPlainly);

    app.get('/health', { schema: HEALTH }, async (_request, reply) => {
      try {
        return { ping: await ping() };
      } catch (error) {
        const text = error instanceof Error ? error.message : 'Storage is unavailable';
        return reply.code(503).send({ error: text });
      }
    });

    app.get('/metrics', { schema: METRICS }, async (request, reply) => {
      const mayBeOperator = !deps.isOpen || request.headers['x-admin-key'] !== undefined;
      const isFresh = mayBeOperator && isOperator(request);
      request.isInBudget = isFresh;
      if (!deps.isOpen && !isFresh) return reply.code(401).send({ error: NEEDS_KEY });
      const text = await (isFresh ? deps.metrics.text() : metricsText());
      return reply.type(deps.metrics.contentType).send(text);
    });
  };
}

const HEALTH: FastifySchema = {
  summary: 'Health check: whether storage responds.',
  operationId: 'health',
  tag: 'Server',
  errors: ['storageUnavailable'],
  response: {
    200: Type.Object({
      ping: Type.Number({ description: 'Milliseconds that storage took to respond' }),
    }),
  },
};

const METRICS: FastifySchema = {
  summary: 'Prometheus metrics. In production for the operator only.',
  operationId: 'metrics',
  tag: 'Server',
  credentials: ['anonymous', 'adminKey'],
  errors: [['unauthorized', NEEDS_KEY]],
  response: {
    200: Type.String({
      contentMediaType: 'text/plain',
      description: 'Prometheus’ text format',
      examples: ['koine_connections{protocol="lobby"} 2'],
    }),
  },
};
