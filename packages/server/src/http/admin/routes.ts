import { KoineError } from '@koine/contract';
import type { FastifyPluginAsync } from 'fastify';
import type { Core } from '../../core/core.ts';
import { isKey } from '../operations.ts';
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
      return reply.code(401).send({ error: 'The operator’s key is needed: X-Admin-Key' });
    });
    app.setErrorHandler((error: Error & { readonly statusCode?: number }, _request, reply) => {
      const status = error instanceof KoineError ? error.status : (error.statusCode ?? 500);
      const text = status < 500 || error instanceof KoineError ? error.message : 'Internal error';
      return reply.code(status).send({ error: text });
    });
    app.setNotFoundHandler((_request, reply) =>
      reply.code(404).send({ error: 'There is no such command' }),
    );
    for (const command of Object.values(ADMIN)) {
      const options = { bodyLimit: BODY_BYTES_MAX };
      app.post(`/${command.name}`, options, (request) => command.run(core, request.body));
    }
  };
}
