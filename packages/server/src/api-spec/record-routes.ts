import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import type { RecordedRoute } from './rest.ts';

export interface RecordedScope {
  readonly spec: RecordedRoute['spec'];
  /** Whether it has pages too, which are no part of the API spec. */
  readonly hasPages: boolean;
}

/**
 * Keeps each route that is added to this scope from now on. Throws for one that the API spec could say nothing of, and for one
 * that hides from it and is no page: a server with such a route does not start.
 */
export function recordRoutes(
  app: FastifyInstance,
  { spec, hasPages }: RecordedScope,
  into: RecordedRoute[],
): void {
  app.addHook('onRoute', (route) => {
    const schema: FastifySchema = route.schema ?? {};
    if (schema.hide === true) {
      if (!hasPages) throw new Error(`${route.url} hides from the API spec, and is no page`);
      return;
    }
    for (const method of methodsOf(route)) {
      if (method === 'HEAD' || method === 'OPTIONS') continue;
      if (schema.summary === undefined || schema.operationId === undefined)
        throw new Error(
          `${method} ${route.url} has no summary and operationId in its schema, or hide: true for a page`,
        );
      into.push({ method, url: urlOf(route.url), schema, spec });
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
