import { KoineError } from '@koine/contract';
import type { FastifyReply } from 'fastify';
import type { Clock } from '../../../core/ports/world.ts';
import type { SlidingWindow } from '../../../core/sliding-window.ts';
import type { Caller } from './authenticate.ts';

/** Counts a call and says on its answer what is left. Throws `rateLimited`. */
export function countCall(
  calls: SlidingWindow<string>,
  key: string,
  reply: FastifyReply,
  clock: Clock,
): void {
  const retryAfterMs = calls.take(key);
  const resetAt = clock.now() + (retryAfterMs > 0 ? retryAfterMs : calls.windowMs);
  setRateHeaders(reply, calls.max, calls.remaining(key), resetAt);
  if (retryAfterMs > 0) throw new KoineError('rateLimited', { retryAfterMs, limit: calls.max });
}

/** `resetAt`: ms since epoch at which all of the limit, or after a refusal some of it, is there again. */
export function setRateHeaders(
  reply: FastifyReply,
  limit: number,
  remaining: number,
  resetAt: number,
): void {
  reply.header('X-RateLimit-Limit', limit);
  reply.header('X-RateLimit-Remaining', remaining);
  reply.header('X-RateLimit-Reset', Math.ceil(resetAt / 1000));
}

/** An app's calls count together; a user with a token counts for themself, so that no browser can use up the app's. */
export function rateKeyOf({ credentials }: Caller): string {
  if (credentials === null) return 'operator';
  if (credentials.kind === 'key') return `app ${credentials.appId}`;
  return `user ${credentials.appId} ${credentials.userId}`;
}
