import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MessageChannel } from 'node:worker_threads';
import type { Stores } from '../../core/ports/stores.ts';
import { sqliteCompiler } from '../engines/sqlite/compiler.ts';
import { Connection } from '../engines/sqlite/connection.ts';
import { lockDirectory } from '../engines/sqlite/lock.ts';
import { migrate } from '../engines/sqlite/migrate.ts';
import type { SqliteOptions } from '../engines/sqlite/open.ts';
import { readService } from '../engines/sqlite/read-service.ts';
import { type Service, serve } from '../engines/sqlite/serve.ts';
import type { Report } from '../engines/sqlite/wire.ts';
import { WorkerChannel } from '../engines/sqlite/worker-channel.ts';
import { writeService } from '../engines/sqlite/write-service.ts';
import { sqliteMigrations } from '../migrations/index.ts';
import { compileQueries } from '../queries/index.ts';
import { listQueries } from '../queries/lists.ts';
import { silentLog } from '../storage-log.ts';
import { createStores } from '../stores/index.ts';

const queries = compileQueries(sqliteCompiler);
const lists = listQueries(sqliteCompiler);

/**
 * The SQLite engine without its disk and its threads: the same statements, batches and channels over one database in memory, all
 * in the thread of the test. Opened in a tenth of the time, and gone with its end.
 */
export async function openMemoryStores(options: Partial<SqliteOptions> = {}): Promise<Stores> {
  const lock = options.directory === undefined ? null : occupy(options.directory);
  const db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false });
  migrate(db, sqliteMigrations);
  const connection = new Connection(db);
  const writer = channelTo((report) =>
    writeService({ connection, queries, report, committed: () => {}, closing: () => {} }),
  );
  const reader = channelTo(() => ({ ...readService(connection, queries), close: () => {} }));
  await Promise.all([writer.open(), reader.open()]);
  const size = db.prepare(
    'select page_count * page_size as bytes from pragma_page_count, pragma_page_size',
  );
  const epoch = await reader.call('epoch', {}, ([row]) => row?.epoch ?? '');
  return createStores(
    {
      append: (message) => writer.append(message),
      write: (name, input, resultOf) => writer.call(name, input, resultOf),
      read: (name, input) => reader.call(name, input, (result) => result),
    },
    lists,
    {
      finishWrites: () => writer.finish(),
      bytes: async () => ({ databaseBytes: Number(size.get()?.['bytes']), walBytes: 0 }),
      async close() {
        await reader.close();
        await writer.close();
        lock?.[Symbol.dispose]();
      },
    },
    epoch,
  );
}

/** Makes the directory look like that of any server: the command line checks that there is a database, then the lock. */
function occupy(directory: string): Disposable {
  writeFileSync(join(directory, 'koine.db'), '');
  return lockDirectory(directory);
}

function channelTo(open: (report: (report: Report) => void) => Service): WorkerChannel {
  const { port1, port2 } = new MessageChannel();
  serve(port2, ':memory:', open);
  return new WorkerChannel(port1, silentLog, () => {});
}
