import type { ErrorCode, KoineError } from '@koine/contract';

/** By code, what a protocol's document or page says; `More`: what it takes beside the error. */
export type ErrorTexts<More extends readonly unknown[] = []> = Partial<
  Record<ErrorCode, string | ((error: KoineError, ...more: More) => string)>
>;

/** The text of an error: the protocol's own where it has one, else the core's. */
export function errorTextsOf<More extends readonly unknown[] = []>(
  texts: ErrorTexts<More>,
): (error: KoineError, ...more: More) => string {
  return (error, ...more) => {
    const text = texts[error.code] ?? error.message;
    return typeof text === 'string' ? text : text(error, ...more);
  };
}
