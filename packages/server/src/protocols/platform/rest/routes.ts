import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyPluginAsync } from 'fastify';
import { asSchema, propertiesOf } from '../../../api-spec/json-schema.ts';
import { addressGroup } from '../../../core/address.ts';
import { authenticate, CALLER, rememberCaller } from './authenticate.ts';
import type { RestDeps } from './call.ts';
import { clientRoutes } from './clients.ts';
import { answerError, answerNotFound, unknownParameters } from './errors.ts';
import { messageRoutes } from './messages.ts';
import { notificationRoutes } from './notifications.ts';
import { participantRoutes } from './participants.ts';
import { countCall } from './rate-limit.ts';
import { roomRoutes } from './rooms.ts';
import { tokenRoutes } from './tokens.ts';
import { userRoutes } from './users.ts';
import { compileValidator } from './validator.ts';

const RESOURCES = [
  clientRoutes,
  userRoutes,
  tokenRoutes,
  roomRoutes,
  participantRoutes,
  messageRoutes,
  notificationRoutes,
];

/** The REST side of the protocol, for the prefix `/api/v1`. Errors, validation and limits are this scope's own. */
export function platformRoutes(deps: RestDeps): FastifyPluginAsync {
  const { budgets, core, operatorKey, log } = deps;
  const { clock } = core;

  return async (scope) => {
    const app = scope.withTypeProvider<TypeBoxTypeProvider>();
    app.setValidatorCompiler(compileValidator);
    app.setErrorHandler(answerError(clock, log));
    app.setNotFoundHandler(answerNotFound(clock));
    app.decorateRequest(CALLER, null);
    app.addHook('onRequest', async (request, reply) => {
      try {
        const caller = await authenticate(request, core, operatorKey);
        rememberCaller(request, caller);
        // An app's own calls are never counted by address, also those beyond its budget.
        request.isInBudget = caller.isOperator || caller.credentials?.kind === 'key';
        countCall(budgets, { caller }, reply, clock);
        request.isInBudget = true;
      } catch (error) {
        // Who guesses keys is counted by address, and gets the same headers as everyone else.
        if (!reply.hasHeader('X-RateLimit-Limit'))
          countCall(budgets, { anonymous: addressGroup(request.ip) }, reply, clock);
        throw error;
      }
    });
    app.addHook('preValidation', async ({ query, routeOptions }) => {
      const known = new Map(propertiesOf(asSchema(routeOptions.schema?.querystring)));
      const unknown = Object.keys(Object(query)).filter((name) => !known.has(name));
      if (unknown.length > 0) throw unknownParameters(unknown);
    });
    // A body left out is one without fields: the answer then names those that are missing.
    app.addHook('preValidation', async (request) => {
      if (request.routeOptions.schema?.body !== undefined) request.body ??= {};
    });
    for (const register of RESOURCES) register(app, deps);
  };
}
