/** A reader thread: beside the writer and without delaying its commits. Which operations it gets: `readers.ts`. */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type Call, createOperations } from '../../operations/index.ts';
import { startOperation } from './call.ts';
import { Connection } from './connection.ts';
import { openForReading } from './database-file.ts';
import { failureOf, faultOf } from './failure.ts';
import { serve } from './serve.ts';
import type { BatchCommand, Outcome, WorkerOptions } from './wire.ts';

const { directory, queries }: WorkerOptions = workerData;

serve(parentPort, directory, () => {
  const connection = new Connection(openForReading(join(directory, 'koine.db')));
  const operations = createOperations(queries);

  let fault: string | null = null;

  /** Each call sees one snapshot of its own. */
  const runCall = (call: Call): Outcome => {
    try {
      connection.run('begin');
      const value = connection.complete(startOperation(operations, call));
      // Nothing was written; and a damaged file can be read in part, but not be committed to.
      connection.run('rollback');
      return { value };
    } catch (error) {
      if (connection.isInTransaction) connection.run('rollback');
      fault ??= faultOf(error);
      return { failure: failureOf(error) };
    }
  };

  return {
    run({ items }: BatchCommand) {
      fault = null;
      const outcomes = items.flatMap((item) => (typeof item === 'number' ? [] : [runCall(item)]));
      return { type: 'batch', failure: null, fault, numbers: [], outcomes };
    },
    close: () => connection.close(),
  };
});
