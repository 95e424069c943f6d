import { OperationError } from '../../operation.ts';
import { isDatabaseError, isDouble } from './sqlite-error.ts';
import type { Failure } from './wire.ts';

/** How an error of an operation is reported to the server. */
export function failureOf(error: unknown): Failure {
  if (error instanceof OperationError) return { code: error.code, details: error.details };
  if (isDouble(error)) return { code: 'conflict', details: {} };
  if (isDatabaseError(error)) return { code: 'storageUnavailable', details: {} };
  return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** The error's text for the log, when it is the database's. */
export function databaseErrorOf(error: unknown): string | null {
  return isDatabaseError(error) ? textOf(error) : null;
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
