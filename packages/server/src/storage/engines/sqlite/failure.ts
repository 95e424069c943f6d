import { OperationError } from '../../operation.ts';
import { isDouble, isFault } from './sqlite-error.ts';
import type { Failure } from './wire.ts';

/** How an error of an operation is told to the server. */
export function failureOf(error: unknown): Failure {
  if (error instanceof OperationError) return { code: error.code, details: error.details };
  if (isDouble(error)) return { code: 'conflict', details: {} };
  if (isFault(error)) return { code: 'storageUnavailable', details: {} };
  return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** What an operator should know of the error, when it is the database's. */
export function faultOf(error: unknown): string | null {
  return isFault(error) ? textOf(error) : null;
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
