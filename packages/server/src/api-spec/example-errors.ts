import { type AllLimits, type ErrorCode, type ErrorDetails, KoineError } from '@koine/contract';
import type { CallError, ErrorLimits } from './rest.ts';

/** Rejections as they might come, to be put in a protocol’s words. `limits`: those in force; `names`: those of the protocol. */
export function exampleErrors(
  rejections: readonly CallError[],
  limits: AllLimits,
  names: ErrorLimits,
): KoineError[] {
  const details = detailsOf(limits, names);
  return rejections.map((rejection) => {
    const [code, text]: readonly [ErrorCode, string?] =
      typeof rejection === 'string' ? [rejection] : rejection;
    return new KoineError(code, details[code] ?? {}, text);
  });
}

/** What rejections say beside their codes. */
function detailsOf(
  limits: AllLimits,
  names: ErrorLimits,
): Partial<Record<ErrorCode, ErrorDetails>> {
  const limitOf = (name: string) => ({ limit: limits[name] ?? 0 });
  return {
    ...(names.text !== null && { contentTooLong: limitOf(names.text) }),
    metaTooLarge: { limit: limits.metaBytesMax },
    tooManyReactions: { limit: limits.reactionsPerMessageMax },
    rateLimited: {
      retryAfterMs: 12_000,
      ...(names.rate !== null && limitOf(names.rate)),
    },
    slowMode: { retryAfterMs: 3000 },
  };
}
