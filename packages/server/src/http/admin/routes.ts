import type { FastifyPluginAsync, FastifyRequest, FastifySchema } from 'fastify';
import Type from 'typebox';
import type { AdminCommand, AdminContext } from '../../admin/command.ts';
import { ADMIN } from '../../admin/commands.ts';
import { operatorLevelOf } from '../../core/authority.ts';
import type { OperatorKey } from '../../core/operator-key.ts';
import { answerPlainly } from '../plain-errors.ts';
import { AdminAccess, type HttpPrincipal } from './access.ts';

export interface AdminRoutesDeps extends AdminContext {
  /** What `X-Admin-Key` must say. */
  readonly adminKey: string;
  readonly operatorKey: OperatorKey;
}

/** A part of an archive is larger than what clients may send. */
const BODY_BYTES_MAX = 32 * 1024 * 1024;
const CALLER = 'adminCaller';

/**
 * `POST /<command>` for each of the operator's commands, JSON in and out; `GET /me`: who calls; `DELETE /session`: ends the
 * sign-in that the call came with. Errors are `{error}`, the code of an expected failure in `X-Error-Code`. Mounted at `/api/admin`.
 */
export function adminRoutes({
  core,
  server,
  adminKey,
  operatorKey,
}: AdminRoutesDeps): FastifyPluginAsync {
  return async (app) => {
    const access = new AdminAccess(core, adminKey, operatorKey);
    // Commands come as JSON alone; an empty body is none, whatever it is said to be.
    app.removeContentTypeParser('application/x-www-form-urlencoded');
    app.decorateRequest(CALLER, null);
    app.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store');
      request.setDecorator(CALLER, await access.identify(request));
      request.isInBudget = true;
    });
    app.setErrorHandler(answerPlainly);
    app.setNotFoundHandler((_request, reply) =>
      reply.code(404).send({ error: 'There is no such command' }),
    );

    app.get('/me', { schema: ME }, (request) => {
      const { author, actor } = callerOf(request);
      const { kind, id, name } = author.by;
      return { kind, id, name, level: operatorLevelOf(actor) };
    });
    app.delete('/session', { schema: SESSION }, async (request) => {
      const { token } = callerOf(request);
      return { ended: token !== null && (await core.signIns.end(core.secrets.hashToken(token))) };
    });
    for (const command of Object.values(ADMIN)) {
      const options = { bodyLimit: BODY_BYTES_MAX, schema: schemaOf(command) };
      app.post(`/${command.name}`, options, async (request) => {
        return command.run({ core, server }, request.body ?? {}, callerOf(request));
      });
    }
  };
}

function callerOf(request: FastifyRequest): HttpPrincipal {
  return request.getDecorator<HttpPrincipal>(CALLER);
}

/** Of every call. */
const CALL = { tag: 'Operator’s commands', credentials: ['adminKey', 'communityToken'] } as const;

const ME: FastifySchema = {
  summary:
    'The caller and their permissions: `operator`: everything; `moderator`: what an account of role admin may do.',
  operationId: 'adminMe',
  ...CALL,
  response: {
    200: Type.Object({
      kind: Type.Enum(['operator', 'account']),
      id: Type.String(),
      name: Type.String(),
      level: Type.Enum(['moderator', 'operator']),
    }),
  },
};

const SESSION: FastifySchema = {
  summary: 'Ends the caller’s sign-in.',
  operationId: 'adminEndSession',
  ...CALL,
  response: { 200: Type.Object({ ended: Type.Boolean() }) },
};

function schemaOf({
  name,
  about,
  level,
  input,
  output,
}: AdminCommand<unknown, unknown>): FastifySchema {
  return {
    summary: about,
    description: MAY[level],
    operationId: `admin-${name}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    ...CALL,
    body: input,
    response: { 200: output },
  };
}

const MAY: Readonly<Record<AdminCommand<unknown, unknown>['level'], string>> = {
  read: 'The operator; accounts of role root or admin.',
  moderator: 'The operator; accounts of role root or admin. Leaves an entry in the audit log.',
  operator: 'The operator; accounts of role root. Leaves an entry in the audit log.',
};
