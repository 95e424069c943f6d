import { KoineError } from '@koine/contract';
import type { FastifyPluginAsync, FastifySchema } from 'fastify';
import type { Core } from '../../core/core.ts';
import { isKey, NEEDS_KEY } from '../operations.ts';
import type { AdminCommand } from './command.ts';
import { ADMIN } from './commands.ts';

export interface AdminRoutesDeps {
  readonly core: Core;
  /** What `X-Admin-Key` must say. */
  readonly adminKey: string;
}

/** A part of an archive is larger than what clients may send. */
const BODY_BYTES_MAX = 32 * 1024 * 1024;

/** `POST /<command>` for each of the operator's commands, JSON in and out. Errors are `{error}`. Mounted at `/api/admin`. */
export function adminRoutes({ core, adminKey }: AdminRoutesDeps): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRequest', async (request, reply) => {
      if (isKey(request.headers['x-admin-key'], adminKey)) return;
      return reply.code(401).send({ error: NEEDS_KEY });
    });
    app.setErrorHandler((error: Error & { readonly statusCode?: number }, _request, reply) => {
      const status = error instanceof KoineError ? error.status : (error.statusCode ?? 500);
      const text = status < 500 || error instanceof KoineError ? error.message : 'Internal error';
      return reply.code(status).send({ error: text });
    });
    app.setNotFoundHandler((_request, reply) =>
      reply.code(404).send({ error: 'There is no such command' }),
    );
    // Commands check their input themselves, in words for people; the schemas are the reference.
    app.setValidatorCompiler(() => () => true);
    app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
    for (const command of Object.values(ADMIN)) {
      const options = { bodyLimit: BODY_BYTES_MAX, schema: schemaOf(command) };
      app.post(`/${command.name}`, options, (request) => command.run(core, request.body));
    }
  };
}

function schemaOf({ name, about, input, output }: AdminCommand<unknown, unknown>): FastifySchema {
  return {
    summary: about,
    operationId: `admin-${name}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    tag: 'Operator’s commands',
    credentials: ['adminKey'],
    body: input,
    response: { 200: output },
  };
}
