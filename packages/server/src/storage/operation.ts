/**
 * Storage's use-cases as generators: each yields the statements that it needs and is resumed with their rows. So one
 * text runs synchronously inside SQLite's worker, without a promise for each row, and asynchronously over a connection
 * elsewhere. An operation runs alone in a transaction (or a savepoint of one); when it throws, nothing of it remains.
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
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(code);
    this.name = 'Refusal';
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
