import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import type { RecordedRoute } from './rest.ts';

/**
 * Keeps each route that is added to this scope from now on. Throws for one that the reference could say nothing of: a server with
 * such a route does not start.
 */
export function recordRoutes(
  app: FastifyInstance,
  reference: RecordedRoute['reference'],
  into: RecordedRoute[],
): void {
  app.addHook('onRoute', (route) => {
    const schema: FastifySchema = route.schema ?? {};
    if (schema.hide === true) return;
    for (const method of methodsOf(route)) {
      if (method === 'HEAD' || method === 'OPTIONS') continue;
      if (schema.summary === undefined || schema.operationId === undefined)
        throw new Error(
          `${method} ${route.url} has no summary and operationId in its schema, or hide: true for a page`,
        );
      into.push({ method, url: urlOf(route.url), schema, reference });
    }
  });
}

function methodsOf({ method }: RouteOptions): readonly string[] {
  return typeof method === 'string' ? [method] : method;
}

/** Scopes are mounted at `/`, whose routes begin with another. */
function urlOf(url: string): string {
  return url.replace(/^\/+/, '/');
}
