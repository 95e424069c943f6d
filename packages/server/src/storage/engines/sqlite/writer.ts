/** The writer thread: the only place that changes the database. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { sqliteMigrations } from '../../migrations/index.ts';
import { ask } from '../../operation.ts';
import { createOperations } from '../../operations/index.ts';
import { Appender } from './appender.ts';
import { BatchWriter, leavesRows } from './batch-writer.ts';
import { Connection } from './connection.ts';
import { openDatabaseFile } from './database-file.ts';
import { textOf } from './failure.ts';
import { isContinued, type Mark, Marker } from './marker.ts';
import { serve } from './serve.ts';
import type { BatchCommand, WorkerOptions } from './wire.ts';

const { directory, queries }: WorkerOptions = workerData;

serve(parentPort, directory, (report) => {
  const connection = new Connection(
    openDatabaseFile(join(directory, 'koine.db'), sqliteMigrations),
  );
  const writer = new BatchWriter(
    connection,
    createOperations(queries),
    new Appender(connection, queries),
    queries,
  );

  const marker = openMarker(connection, (error) =>
    report({
      type: 'warning',
      text: 'The marker of the data directory could not be written',
      detail: textOf(error),
    }),
  );

  // Purged rows go in small transactions between the batches. A fault leaves the rest until after the next good batch.
  let hasLeftovers = true;
  let isRemoving = false;
  const removeSoon = () => {
    if (!hasLeftovers || isRemoving) return;
    isRemoving = true;
    setImmediate(() => {
      isRemoving = false;
      if (!connection.isOpen) return;
      try {
        hasLeftovers = writer.removeSome();
        removeSoon();
      } catch (error) {
        report({
          type: 'warning',
          text: 'Purged messages could not be removed',
          detail: textOf(error),
        });
      }
    });
  };
  removeSoon();

  return {
    run(batch: BatchCommand) {
      const done = writer.run(batch);
      if (done.failure === null) {
        if (batch.items.some((item) => typeof item !== 'number' && item.name === 'beginEpoch'))
          marker.writeNow();
        else marker.afterCommit();
        hasLeftovers ||= leavesRows(batch);
        removeSoon();
      }
      return done;
    },
    close() {
      try {
        connection.run('pragma wal_checkpoint(truncate)');
      } catch (error) {
        // Nothing is lost: the next start finds the log and goes on from it.
        report({ type: 'warning', text: 'The log could not be emptied', detail: textOf(error) });
      }
      marker.close();
      connection.close();
    },
  };
});

/** Begins a new epoch where the database is not what came after the one that was here last. */
function openMarker(connection: Connection, failed: (error: unknown) => void): Marker {
  const present = (): Mark => {
    const [row] = connection.complete(ask(queries.progress, {}));
    if (row === undefined) throw new Error('The database has lost its epoch');
    return row;
  };
  const marker = new Marker({ directory, present, failed });
  if (!isContinued(present(), marker.read()))
    connection.complete(ask(queries.beginEpoch, { epoch: randomBytes(8).toString('hex') }));
  marker.writeNow();
  return marker;
}
