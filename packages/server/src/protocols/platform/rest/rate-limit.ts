import type { FastifyReply } from 'fastify';
import type { AddressGroup } from '../../../core/address.ts';
import type { Clock } from '../../../core/ports/world.ts';
import type { PlatformBudgets } from '../limits.ts';
import type { Principal } from './authenticate.ts';

/** Counts a call and says on its answer what is left. Throws `rateLimited`. */
export function countCall(
  budgets: PlatformBudgets,
  by: { readonly caller: Principal } | { readonly anonymous: AddressGroup },
  reply: FastifyReply,
  clock: Clock,
): void {
  const isCaller = 'caller' in by;
  const key = isCaller ? rateKeyOf(by.caller) : '';
  const rejection = isCaller
    ? budgets.checkFor('call', key)
    : budgets.checkFor('anonymousCall', by.anonymous);
  if (rejection === null && isCaller) budgets.recordFor('call', key);
  else if (rejection === null && !isCaller) budgets.recordFor('anonymousCall', by.anonymous);
  const { limit, remaining, windowMs } = isCaller
    ? budgets.stateOf('call', key)
    : budgets.stateOf('anonymousCall', by.anonymous);
  setRateHeaders(
    reply,
    limit,
    remaining,
    clock.now() + (rejection?.details.retryAfterMs ?? windowMs),
  );
  if (rejection !== null) throw rejection;
}

/** `resetAt`: ms since epoch at which all of the limit, or after a rejection some of it, is there again. */
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
function rateKeyOf({ credentials }: Principal): string {
  if (credentials === null) return 'operator';
  if (credentials.kind === 'key') return `app ${credentials.appId}`;
  return `user ${credentials.appId} ${credentials.userId}`;
}
