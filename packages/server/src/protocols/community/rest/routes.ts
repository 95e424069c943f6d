import { KoineError } from '@koine/contract';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import type { Credential } from '../../../api-spec/rest.ts';
import { addressGroup } from '../../../core/address.ts';
import type { CommunityContext } from '../context.ts';
import { NOT_SIGNED_IN, notSignedIn, rejectionOf } from '../words.ts';
import { accountCalls } from './accounts.ts';
import type { CommunityTag } from './api-spec.ts';
import type { Call, Calls } from './call.ts';
import { findPrincipal, inputOf } from './input.ts';
import { messageCalls } from './messages.ts';
import { moderationCalls } from './moderation.ts';
import { roomCalls } from './rooms.ts';
import { serviceCalls } from './service.ts';

/** The REST calls of this protocol by subject. */
const SUBJECTS = {
  'Community accounts': accountCalls,
  'Community rooms': roomCalls,
  'Community messages': messageCalls,
  'Community moderation': moderationCalls,
  'Community service': serviceCalls,
} as const satisfies Record<CommunityTag, Calls>;

/** Every one, by method and path. */
export const CALLS = Object.values<Calls>(SUBJECTS).flatMap((calls) => Object.entries(calls));

/** The REST calls, for the root of the server. Rejections are `{error: text}`, also of calls that there are not. */
export function createRoutes(context: CommunityContext): FastifyPluginAsync {
  const { budgets } = context;
  return async (app) => {
    app.setErrorHandler((error, _request, reply) => refuse(error, reply, context));
    app.setNotFoundHandler((_request, reply) => {
      reply.code(404).send({ error: 'Not found' });
    });
    app.addHook('onRequest', async (request) => {
      budgets.chargeFor('call', addressGroup(request.ip));
      request.isInBudget = true;
    });
    for (const [tag, calls] of Object.entries(SUBJECTS))
      for (const [route, call] of Object.entries<Call>(calls)) {
        const [method = '', url = ''] = route.split(' ');
        app.route({
          method,
          url,
          schema: schemaOf(call, tag),
          config: call.isPathExact === true ? { isPathExact: true } : {},
          handler: (request, reply) => respond(call, request, reply, context),
        });
      }
  };
}

async function respond(
  call: Call,
  request: FastifyRequest,
  reply: FastifyReply,
  context: CommunityContext,
): Promise<unknown> {
  const result = await run(call, request, context);
  reply.header('Cache-Control', 'no-store');
  return call.response === null ? reply.code(204).send() : result;
}

async function run(call: Call, request: FastifyRequest, context: CommunityContext) {
  const input = inputOf(request, context);
  if (call.auth === 'none') return call.run(input, context);
  const principal = await findPrincipal(request, input, context);
  if (call.auth === 'optional') return call.run(input, context, principal);
  if (principal === null) throw notSignedIn();
  return call.run(input, context, principal);
}

function schemaOf(call: Call, tag: string): FastifySchema {
  const { id, about, params, query, body, response, auth, errors = [] } = call;
  return {
    summary: about,
    operationId: `community${id.charAt(0).toUpperCase()}${id.slice(1)}`,
    tag,
    credentials: CREDENTIALS[auth],
    errors: auth === 'required' ? [['unauthorized', NOT_SIGNED_IN], ...errors] : errors,
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
    response: response === null ? { 204: { type: 'null' } } : { 200: response },
  };
}

const SIGNED_IN: readonly Credential[] = ['communityToken', 'communityQueryToken'];
const CREDENTIALS: Readonly<Record<Call['auth'], readonly Credential[]>> = {
  required: SIGNED_IN,
  optional: ['anonymous', ...SIGNED_IN],
  none: ['anonymous'],
};

function refuse(error: unknown, reply: FastifyReply, context: CommunityContext): void {
  if (error instanceof KoineError) {
    const { status, text } = rejectionOf(error, context.core.clock.now());
    const { retryAfterMs, rule } = error.details;
    if (retryAfterMs !== undefined) reply.header('Retry-After', Math.ceil(retryAfterMs / 1000));
    // The body has the document's words only; pages decide by the code.
    reply
      .code(status)
      .header('x-error-code', error.code)
      .send({ error: text, ...(rule !== undefined && { rule }) });
    return;
  }
  const status = httpStatusOf(error);
  const isTheirs = status >= 400 && status < 500 && error instanceof Error;
  reply.code(isTheirs ? status : 500).send({ error: isTheirs ? error.message : 'Internal error' });
}

/** Of a request that was refused before any of this (malformed, too large, of an unknown type). */
function httpStatusOf(error: unknown): number {
  const isObject = typeof error === 'object' && error !== null;
  return isObject && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;
}
