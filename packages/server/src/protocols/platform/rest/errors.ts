import { KoineError } from '@koine/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import type { Clock, Log } from '../../../core/ports/world.ts';
import { CODES, detailOf, type PlatformStatus, statusOf } from '../errors.ts';
import { type FieldError, fieldErrors } from '../field-errors.ts';
import { iso } from '../time.ts';
import { Timestamp } from './envelope.ts';
import { setRateHeaders } from './rate-limit.ts';

export const ErrorAnswer = Type.Object({
  detail: Type.String(),
  error_code: Type.String(),
  status_code: Type.Integer(),
  errors: Type.Optional(
    Type.Array(Type.Object({ field: Type.String(), message: Type.String() }), {
      description: 'Each invalid field',
    }),
  ),
  timestamp: Timestamp,
});

interface Rejection {
  readonly status: PlatformStatus;
  readonly detail: string;
  readonly fields?: readonly FieldError[];
}

/** Whatever goes wrong in a call, as the page's error. An internal error shows no detail. */
export function answerError(clock: Clock, log: Log) {
  return (error: FastifyError | KoineError, request: FastifyRequest, reply: FastifyReply) => {
    if (error instanceof KoineError) {
      setRetryAfter(error, reply, clock);
      return send(reply, clock, rejectionOf(error));
    }
    const rejection = requestError(error);
    if (rejection !== null) return send(reply, clock, rejection);
    const { method, routeOptions } = request;
    log.error({ err: error, method, route: routeOptions.url }, 'platform call failed');
    return send(reply, clock, { status: 500, detail: 'Internal server error' });
  };
}

/** Of a query that names what the call does not know: a typing error must not look like a filter that found everything. */
export function unknownParameters(names: readonly string[]): Error {
  const validation = names.map((name) => ({
    keyword: 'unknown',
    instancePath: `/${name}`,
    message: 'is no query parameter of this call',
  }));
  return Object.assign(new Error(), { validation, validationContext: 'querystring' });
}

export function answerNotFound(clock: Clock) {
  return (request: FastifyRequest, reply: FastifyReply) =>
    send(reply, clock, {
      status: 404,
      detail: `No such call: ${request.method} ${pathOf(request.url)}`,
    });
}

function rejectionOf(error: KoineError): Rejection {
  const detail = detailOf(error);
  const status = statusOf(error);
  const { field } = error.details;
  if (field === undefined || status !== 422) return { status, detail };
  return { status, detail, fields: [{ field, message: detail }] };
}

/** What Fastify refused before a handler ran; `null`: an internal error. */
function requestError(error: FastifyError): Rejection | null {
  const { code, validation, validationContext = 'body', statusCode = 500 } = error;
  if (validation !== undefined) {
    const fields = fieldErrors(validation).map(({ field, message }) => ({
      field: field === '' ? validationContext : field,
      message,
    }));
    return { status: 422, detail: summary(fields), fields };
  }
  if (statusCode < 400 || statusCode >= 500) return null;
  // A body of another kind is a wrong body; one that cannot be decoded is none.
  if (statusCode === 415 && code !== 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return { status: 415, detail: error.message };
  const fields = [{ field: 'body', message: error.message }];
  return { status: 422, detail: error.message, fields };
}

function summary(fields: readonly FieldError[]): string {
  return fields.map(({ field, message }) => `${field} ${message}`).join('; ');
}

function setRetryAfter({ code, details }: KoineError, reply: FastifyReply, clock: Clock): void {
  const { retryAfterMs, limit } = details;
  if (retryAfterMs === undefined) return;
  reply.header('Retry-After', Math.max(1, Math.ceil(retryAfterMs / 1000)));
  // Which limit it was that was hit, rather than the calls' own.
  if (code === 'rateLimited' && limit !== undefined)
    setRateHeaders(reply, limit, 0, clock.now() + retryAfterMs);
}

function send(
  reply: FastifyReply,
  clock: Clock,
  { status, detail, fields }: Rejection,
): FastifyReply {
  const body: Static<typeof ErrorAnswer> = {
    detail,
    error_code: CODES[status],
    status_code: status,
    ...(fields !== undefined && { errors: [...fields] }),
    timestamp: iso(clock.now()),
  };
  return reply.status(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
}
