/** A reader thread: beside the writer and without delaying its commits. Which operations it gets: `operations/readers.ts`. */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { Connection } from './connection.ts';
import { openForReading } from './database-file.ts';
import { readService } from './read-service.ts';
import { serve } from './serve.ts';
import type { WorkerOptions } from './wire.ts';

const { directory, queries }: WorkerOptions = workerData;

serve(parentPort, directory, () =>
  readService(new Connection(openForReading(join(directory, 'koine.db'))), queries),
);
