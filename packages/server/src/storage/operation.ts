/**
 * How SQL is run. All of it is compiled by Kysely (`queries/`), and runs in one of two ways:
 *
 * - An *operation* is a use-case with a name, and a generator: it yields the statements that it needs and is resumed with their
 *   rows. So the same code runs synchronously inside SQLite's worker, without a promise for each row, and asynchronously over a
 *   connection elsewhere. Its statements are compiled at the start and known to the worker. It runs alone in a transaction
 *   (or a savepoint of one); when it throws, nothing of it remains. One that is a single statement is a line in
 *   `operations/statements.ts`.
 * - *Late statements* are compiled when they are first requested, and travel to the worker with their arguments
 *   (`runStatements`): lists, of which there are hundreds by their shapes, and what only operators request.
 *
 * What decides between statements, or what clients wait for, is an operation.
 */
import type { ErrorCode, ErrorDetails } from '@koine/contract';
import type { Statement } from './statement.ts';

export interface Step {
  readonly statement: Statement<never, unknown>;
  readonly args: object;
}

/** Resumed with the step's rows; `ask` gives them their type. */
export type Operation<Result> = Generator<Step, Result, readonly never[]>;

/**
 * An expected failure inside an operation. It crosses from worker to server as code and details and becomes a
 * `KoineError` there, so that workers need not load the contract.
 */
export class OperationError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(code);
    this.name = 'OperationError';
    this.code = code;
    this.details = details;
  }
}

/** Runs one statement: `const [room] = yield* ask(q.roomById, { id })`. */
export function* ask<Args extends object, Row>(
  statement: Statement<Args, Row>,
  args: Args,
): Operation<readonly Row[]> {
  return yield { statement, args };
}
