import { ask, type Operation } from '../../operation.ts';
import {
  type Call,
  type OperationName,
  type Operations,
  startOperation,
} from '../../operations/index.ts';
import type { Queries } from '../../queries/index.ts';
import type { Appender } from './appender.ts';
import type { Connection } from './connection.ts';
import { databaseErrorOf, failureOf } from './failure.ts';
import { isDatabaseError } from './sqlite-error.ts';
import { type BatchCommand, type BatchReport, FIELDS_PER_APPEND, type Outcome } from './wire.ts';

/** Operations that leave rows for the background removal. */
const LEAVING: ReadonlySet<OperationName> = new Set([
  'purge',
  'removeRoom',
  'removeUser',
  'trimRoom',
]);

/** The health probe's write, which changes nothing that a client could have seen. */
const UNCOUNTED: ReadonlySet<OperationName> = new Set(['writeHealthProbe']);

/**
 * Group commit: a batch is one transaction and one fsync. A call that fails alone is taken back to its savepoint; a
 * database error takes back the batch.
 */
export class BatchWriter {
  readonly #connection: Connection;
  readonly #operations: Operations;
  readonly #appender: Appender;
  readonly #queries: Pick<Queries, 'countCommands'>;

  constructor(
    connection: Connection,
    operations: Operations,
    appender: Appender,
    queries: Pick<Queries, 'countCommands'>,
  ) {
    this.#connection = connection;
    this.#operations = operations;
    this.#appender = appender;
    this.#queries = queries;
  }

  run(batch: BatchCommand): BatchReport {
    const numbers: number[] = [];
    const outcomes: Outcome[] = [];
    try {
      this.#connection.run('begin immediate');
      let start = 0;
      for (const item of batch.items) {
        if (typeof item !== 'number') {
          outcomes.push(this.#runCall(item));
          continue;
        }
        for (const end = start + item * FIELDS_PER_APPEND; start < end; start += FIELDS_PER_APPEND)
          this.#appender.append(batch.fields, start, numbers, outcomes);
      }
      this.#appender.flush();
      if (batch.items.some(isCounted)) this.#connection.complete(this.#count());
      this.#connection.run('commit');
      return { type: 'batch', failure: null, databaseError: null, numbers, outcomes };
    } catch (error) {
      this.#takeBack();
      const failure = failureOf(error);
      const databaseError = databaseErrorOf(error);
      return { type: 'batch', failure, databaseError, numbers: [], outcomes: [] };
    }
  }

  *#count(): Operation<void> {
    yield* ask(this.#queries.countCommands, {});
  }

  /** One step of the background removal, in a transaction of its own; whether there may be more. */
  removeSome(): boolean {
    try {
      this.#connection.run('begin immediate');
      const hasMore = this.#connection.complete(this.#operations.removeSome());
      this.#connection.run('commit');
      return hasMore;
    } catch (error) {
      this.#takeBack();
      throw error;
    }
  }

  #runCall(call: Call): Outcome {
    this.#appender.flush();
    this.#appender.forget();
    this.#connection.run('savepoint call');
    try {
      const value = this.#connection.complete(startOperation(this.#operations, call));
      this.#connection.run('release call');
      return { value };
    } catch (error) {
      if (isDatabaseError(error) || !this.#connection.isInTransaction) throw error;
      this.#connection.run('rollback to call');
      this.#connection.run('release call');
      return { failure: failureOf(error) };
    }
  }

  #takeBack(): void {
    this.#appender.takenBack();
    if (this.#connection.isInTransaction) this.#connection.run('rollback');
  }
}

function isCounted(item: number | Call): boolean {
  return typeof item !== 'number' && !UNCOUNTED.has(item.name);
}

/** Whether the batch has left rows for the background removal. */
export function leavesRows(batch: BatchCommand): boolean {
  return batch.items.some((item) => typeof item !== 'number' && LEAVING.has(item.name));
}
