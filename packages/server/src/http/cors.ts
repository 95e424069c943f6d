import { unescape as decodeLeniently } from 'node:querystring';
import type { FastifyCorsOptions } from '@fastify/cors';

/** What the operator alone has: no page of another site may read it. */
const OPERATORS = /^\/+(?:api\/admin|metrics)(?:\/|$)/i;

/** No call of the five APIs rests on cookies, so any page may call with the token that it holds, also one that sends credentials. */
const OPEN: FastifyCorsOptions = {
  origin: true,
  credentials: true,
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  exposedHeaders: [
    'Retry-After',
    'X-RateLimit-Limit',
    'X-RateLimit-Remaining',
    'X-RateLimit-Reset',
  ],
  maxAge: 86_400,
  // Also for requests that are no proper preflight.
  strictPreflight: false,
};

const CLOSED: FastifyCorsOptions = { origin: false };

/** Which pages may read the answer to a request for this URL. */
export function corsOf(url: string): FastifyCorsOptions {
  const [path = ''] = url.split('?', 1);
  return OPERATORS.test(decodeLeniently(path)) ? CLOSED : OPEN;
}
