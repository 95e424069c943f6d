import { KoineError } from '@koine/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Errors as `{error}`, the code of an expected failure in `X-Error-Code`, of calls that belong to no protocol. */
export function answerPlainly(
  error: Error & { readonly statusCode?: number },
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const isExpected = error instanceof KoineError;
  if (isExpected) reply.header('x-error-code', error.code);
  const waitMs = isExpected ? error.details.retryAfterMs : undefined;
  if (waitMs !== undefined) reply.header('retry-after', Math.ceil(waitMs / 1000));
  const status = isExpected ? error.status : (error.statusCode ?? 500);
  const text = isExpected || status < 500 ? error.message : 'Internal error';
  return reply.code(status).send({ error: text });
}
