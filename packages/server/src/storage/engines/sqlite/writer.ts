/** The writer thread: the only place that changes the database. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { sqliteMigrations } from '../../migrations/index.ts';
import { ask } from '../../operation.ts';
import { Connection } from './connection.ts';
import { openDatabaseFile } from './database-file.ts';
import { textOf } from './failure.ts';
import { isContinued, type Mark, Marker } from './marker.ts';
import { serve } from './serve.ts';
import type { WorkerOptions } from './wire.ts';
import { writeService } from './write-service.ts';

const { directory, queries }: WorkerOptions = workerData;

serve(parentPort, directory, (report) => {
  const connection = new Connection(
    openDatabaseFile(join(directory, 'koine.db'), sqliteMigrations),
  );
  const marker = openMarker(connection, (error) =>
    report({
      type: 'warning',
      text: 'The marker of the data directory could not be written',
      detail: textOf(error),
    }),
  );

  return writeService({
    connection,
    queries,
    report,
    committed({ items }) {
      if (items.some((item) => typeof item !== 'number' && item.name === 'beginEpoch'))
        marker.writeNow();
      else marker.afterCommit();
    },
    closing() {
      try {
        connection.run('pragma wal_checkpoint(truncate)');
      } catch (error) {
        // Nothing is lost: the next start finds the log and goes on from it.
        report({ type: 'warning', text: 'The log could not be emptied', detail: textOf(error) });
      }
      marker.close();
    },
  });
});

/** Begins a new epoch where the database is no later state of the marked one. */
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
