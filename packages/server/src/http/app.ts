import cors from '@fastify/cors';
import { KoineError } from '@koine/contract';
import {
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyRequest,
  fastify,
} from 'fastify';
import { type RecordedScope, recordRoutes } from '../api-spec/record-routes.ts';
import type { RecordedRoute } from '../api-spec/rest.ts';
import { addressGroup } from '../core/address.ts';
import { type AddressThrottle, COSTS } from '../core/address-throttle.ts';
import type { Log } from '../core/ports/world.ts';
import { clientAddress, clientScheme } from '../hub/client-address.ts';
import { isDecodablePath } from '../hub/decodable-path.ts';
import { readBodies } from './bodies.ts';
import { corsOf } from './cors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Some budget pays for it, or a valid key; otherwise its address owes for it. */
    isInBudget: boolean;
  }
}

export interface HttpAppOptions {
  /** Believe X-Forwarded-For and -Proto. */
  readonly trustsProxy: boolean;
  readonly bodyBytesMax: number;
  readonly log: Log;
  readonly throttle: Pick<AddressThrottle, 'charge'>;
  /** Each in a scope of its own, with its own form of errors. */
  readonly plugins: readonly HttpPlugin[];
}

/** Calls that belong together. */
export interface HttpPlugin extends RecordedScope {
  readonly prefix: string;
  readonly routes: FastifyPluginAsync;
}

export interface HttpApp {
  /** Answers one request; the transport calls it for every port. */
  readonly handle: FastifyInstance['routing'];
  /** Every route but pages. */
  readonly routes: readonly RecordedRoute[];
  close(): Promise<void>;
}

/** The HTTP side of the server: pages and every protocol's REST calls, ready to answer. It listens nowhere itself. */
export async function createHttpApp(options: HttpAppOptions): Promise<HttpApp> {
  const app = fastify({
    logger: false,
    bodyLimit: options.bodyBytesMax,
    // As long as a URL may be: for too long a name the scope responds that there is none such.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: URL_CHARS_MAX },
    rewriteUrl: ({ url = '/' }) => decodable(url),
    return503OnClosing: false,
  });
  // Fastify's own answers to both (`trustProxy`) differ from those of sockets, and believe X-Forwarded-Host too.
  app.decorateRequest('ip', {
    getter() {
      return clientAddress(this.raw, options.trustsProxy);
    },
  });
  app.decorateRequest('protocol', {
    getter() {
      return clientScheme(this.raw, options.trustsProxy);
    },
  });
  app.decorateRequest('isInBudget', false);
  schemasAreApiSpec(app);
  app.addHook('onResponse', (request, reply, done) => {
    const cost = reply.statusCode >= 400 ? COSTS.refused : COSTS.unbudgeted;
    if (!request.isInBudget) options.throttle.charge(addressGroup(request.ip), cost);
    done();
  });
  await app.register(cors, { delegator: async (request: FastifyRequest) => corsOf(request.url) });
  await readBodies(app);
  app.addHook('onRequest', async (request, reply) => {
    const [path = ''] = request.url.split('?', 1);
    if (request.routeOptions.config.isPathExact === true && path.endsWith('/'))
      return reply.callNotFound();
  });
  app.addHook('onError', async (request, _reply, error) => {
    if (statusOf(error) < 500) return;
    // The path only: a query may hold a token.
    const [path] = request.url.split('?', 1);
    options.log.error({ err: error, method: request.method, path }, 'an HTTP request failed');
  });
  const recorded: RecordedRoute[] = [];
  for (const { prefix, routes, ...described } of options.plugins) {
    const scoped: FastifyPluginAsync = async (scope, scopeOptions) => {
      recordRoutes(scope, described, recorded);
      await routes(scope, scopeOptions);
    };
    await app.register(scoped, { prefix });
  }
  await app.ready();
  return { handle: app.routing, routes: recorded, close: () => app.close() };
}

/** Calls read what comes in words of their own, unless their scope has a validator, and types see to it that answers are as said. */
export function schemasAreApiSpec(app: FastifyInstance): void {
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
}

/** An error without a status is an internal error. */
function statusOf(error: Error & { readonly statusCode?: number }): number {
  return error instanceof KoineError ? error.status : (error.statusCode ?? 500);
}

/** Node refuses longer ones itself. */
const URL_CHARS_MAX = 16_384;

/**
 * In a path that cannot be decoded each `%` stands for itself. Such a path leads nowhere, and so its scope says, in its own
 * form of errors.
 */
function decodable(url: string): string {
  if (!url.includes('%')) return url;
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  return isDecodablePath(path) ? url : path.replaceAll('%', '%25') + url.slice(path.length);
}
