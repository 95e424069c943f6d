import { type Call, createOperations, startOperation } from '../../operations/index.ts';
import type { Queries } from '../../queries/index.ts';
import type { Connection } from './connection.ts';
import { databaseErrorOf, failureOf } from './failure.ts';
import type { Service } from './serve.ts';
import type { Outcome } from './wire.ts';

/** Runs calls that change nothing; each sees one snapshot of its own. */
export function readService(connection: Connection, queries: Queries): Service {
  const operations = createOperations(queries);
  let databaseError: string | null = null;

  const runCall = (call: Call): Outcome => {
    try {
      connection.run('begin');
      const value = connection.complete(startOperation(operations, call));
      // Nothing was written; and a damaged file can be read in part, but not be committed to.
      connection.run('rollback');
      return { value };
    } catch (error) {
      if (connection.isInTransaction) connection.run('rollback');
      databaseError ??= databaseErrorOf(error);
      return { failure: failureOf(error) };
    }
  };

  return {
    run({ items }) {
      databaseError = null;
      const outcomes = items.flatMap((item) => (typeof item === 'number' ? [] : [runCall(item)]));
      return { type: 'batch', failure: null, databaseError, numbers: [], outcomes };
    },
    close: () => connection.close(),
  };
}
