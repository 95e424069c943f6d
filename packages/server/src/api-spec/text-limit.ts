import type { AllLimits } from '@koine/contract';
import type { JsonSchema } from './json-schema.ts';

/**
 * Marks a text whose length a limit bounds. The wire's check ignores it, so that the protocol refuses in its own words; the
 * API spec says it as `minLength` and `maxLength`, with the limit in force.
 */
export function textUpTo(limit: string, charsMin: 0 | 1 = 1): { readonly textUpTo: Mark } {
  return { textUpTo: { limit, charsMin } };
}

interface Mark {
  readonly limit: string;
  readonly charsMin: 0 | 1;
}

/** The schema with what its mark means, if it has one. */
export function withTextLimit(schema: JsonSchema, limits: AllLimits): JsonSchema {
  const { textUpTo: mark, ...rest } = schema;
  if (!isMark(mark, limits)) return schema;
  return {
    ...rest,
    ...(mark.charsMin > 0 && { minLength: mark.charsMin }),
    maxLength: limits[mark.limit],
    'x-setting': `limits.${mark.limit}`,
  };
}

function isMark(value: unknown, limits: AllLimits): value is Mark {
  return (
    typeof value === 'object' &&
    value !== null &&
    'limit' in value &&
    typeof value.limit === 'string' &&
    Object.hasOwn(limits, value.limit)
  );
}
