import { type ErrorCode, KoineError } from '@koine/contract';
import { EXAMPLE_DETAILS } from './refusals.ts';
import type { CallRefusal } from './rest.ts';

/** Refusals as they might come, to be put in a protocol’s words. */
export function exampleErrors(refusals: readonly CallRefusal[]): KoineError[] {
  return refusals.map((refusal) => {
    const [code, text]: readonly [ErrorCode, string?] =
      typeof refusal === 'string' ? [refusal] : refusal;
    return new KoineError(code, EXAMPLE_DETAILS[code] ?? {}, text);
  });
}
