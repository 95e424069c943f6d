import { type ErrorCode, type ErrorDetails, KoineError, type Limits } from '@koine/contract';
import type { CallRefusal, RefusalLimits } from './rest.ts';

/** Refusals as they might come, to be put in a protocol’s words. `limits`: those in force; `names`: those of the protocol. */
export function exampleErrors(
  refusals: readonly CallRefusal[],
  limits: Limits,
  names: RefusalLimits,
): KoineError[] {
  const details = detailsOf(limits, names);
  return refusals.map((refusal) => {
    const [code, text]: readonly [ErrorCode, string?] =
      typeof refusal === 'string' ? [refusal] : refusal;
    return new KoineError(code, details[code] ?? {}, text);
  });
}

/** What refusals say beside their codes. */
function detailsOf(limits: Limits, names: RefusalLimits): Partial<Record<ErrorCode, ErrorDetails>> {
  return {
    ...(names.text !== null && { contentTooLong: { limit: limits[names.text] } }),
    metaTooLarge: { limit: limits.metaBytesMax },
    tooManyReactions: { limit: limits.reactionsPerMessageMax },
    rateLimited: {
      retryAfterMs: 12_000,
      ...(names.rate !== null && { limit: limits[names.rate] }),
    },
    slowMode: { retryAfterMs: 3000 },
  };
}
