import { Refusal } from '../../operation.ts';
import { codeOf, isFault, SQLITE } from './sqlite-error.ts';
import type { Failure } from './wire.ts';

/** How an error of an operation is told to the server. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) return { code: error.code, details: error.details };
  if (codeOf(error) === SQLITE.constraint) return { code: 'conflict', details: {} };
  if (isFault(error)) return { code: 'storageUnavailable', details: {} };
  return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
