import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Stores } from '../../../core/ports/stores.ts';
import { makeDirectory } from '../../make-directory.ts';
import { READER_OF, type Reader } from '../../operations/readers.ts';
import { compileQueries } from '../../queries/index.ts';
import { listQueries } from '../../queries/lists.ts';
import { type StorageLog, silentLog } from '../../storage-log.ts';
import { createStores } from '../../stores/index.ts';
import { sqliteCompiler } from './compiler.ts';
import { FileWatch } from './file-watch.ts';
import { lockDirectory } from './lock.ts';
import { openFailureOf } from './open-failure.ts';
import type { WorkerOptions } from './wire.ts';
import { WorkerChannel } from './worker-channel.ts';

export interface SqliteOptions {
  /** Holds `koine.db`; made if missing. */
  readonly directory: string;
  readonly log?: StorageLog;
  /** Called when a thread has died: nothing can be stored or read from then on. */
  readonly died?: (error: Error) => void;
}

const FILES_GONE =
  'The database file has been deleted or replaced under the server: nothing more can be stored. Restart the server';

const WRITER = new URL('./writer.ts', import.meta.url);
const READER = new URL('./reader.ts', import.meta.url);

const queries = compileQueries(sqliteCompiler);
const lists = listQueries(sqliteCompiler);

/**
 * Opens the stores on a directory's SQLite database, made or migrated as needed. This process is the directory's only
 * server until it disposes of them, which commits what is pending, or dies. Rejects with `StorageOpenError`.
 */
export async function openSqliteStores(options: SqliteOptions): Promise<Stores> {
  const { directory, log = silentLog, died = () => {} } = options;
  const writer = startChannel(WRITER, directory, log, died);
  const startReader = () => startChannel(READER, directory, log, died);
  const readers: Readonly<Record<Reader, WorkerChannel>> = {
    rules: startReader(),
    history: startReader(),
    lists: startReader(),
  };
  const closeReaders = () => Promise.all(Object.values(readers).map((channel) => channel.close()));
  let lock: Disposable | null = null;
  let epoch: string;
  try {
    // Held by this thread: one that dies must not let another server in while this process lives.
    lock = lockMade(directory);
    await writer.open();
    await Promise.all(Object.values(readers).map((channel) => channel.open()));
    epoch = await readers.rules.call('epoch', {}, ([row]) => row?.epoch ?? '');
  } catch (error) {
    await Promise.all([closeReaders(), writer.close()]);
    lock?.[Symbol.dispose]();
    throw error;
  }
  const file = join(directory, 'koine.db');
  const watch = new FileWatch({
    paths: [file, `${file}-wal`],
    changed(areSame) {
      writer.block(areSame ? null : FILES_GONE);
      if (areSame) log.warn({ file }, 'database file restored');
      else log.error({ file }, FILES_GONE);
    },
  });
  return createStores(
    {
      append: (message) => writer.append(message),
      write: (name, input, resultOf) => writer.call(name, input, resultOf),
      read: (name, input) => readers[READER_OF[name]].call(name, input, asIs),
    },
    lists,
    {
      finishWrites: () => writer.finish(),
      bytes: () => bytesOf(file),
      async close() {
        // The readers first: the last one to close can then take the log into the database.
        watch[Symbol.dispose]();
        await closeReaders();
        await writer.close();
        // A dead thread may have left something half-done: the lock then ends with the process.
        if (!writer.isDead) lock[Symbol.dispose]();
      },
    },
    epoch,
  );
}

/**
 * Reads a directory's whole database and returns what is wrong with it, each in a sentence; empty when all is well.
 * Changes nothing and may run beside a server. Rejects with `StorageOpenError` when there is no database to read.
 */
export async function checkIntegrity(options: SqliteOptions): Promise<readonly string[]> {
  const reader = startChannel(READER, options.directory, options.log ?? silentLog, () => {});
  await reader.open();
  try {
    const pages = await reader.call('checkPages', {}, asIs);
    return pages.length > 0 ? pages : await reader.call('findIntegrityErrors', {}, asIs);
  } finally {
    await reader.close();
  }
}

async function bytesOf(path: string) {
  // There is no log while nothing has been written.
  const sizeOf = (file: string) =>
    stat(file).then(
      ({ size }) => size,
      () => 0,
    );
  return { databaseBytes: await sizeOf(path), walBytes: await sizeOf(`${path}-wal`) };
}

function startChannel(
  program: URL,
  directory: string,
  log: StorageLog,
  died: (error: Error) => void,
): WorkerChannel {
  const workerData: WorkerOptions = { directory, queries };
  return new WorkerChannel(new Worker(program, { workerData }), log, died);
}

function lockMade(directory: string): Disposable {
  try {
    makeDirectory(directory);
    return lockDirectory(directory);
  } catch (error) {
    throw openFailureOf(error, directory);
  }
}

function asIs<Result>(result: Result): Result {
  return result;
}
