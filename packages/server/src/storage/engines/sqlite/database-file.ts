import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Migration } from '../../migrations/index.ts';
import { StorageOpenError } from '../../storage-open-error.ts';
import { migrate, verifyMigrations } from './migrate.ts';

/** "Koin": marks a file as Koine's in SQLite's own header. */
const APPLICATION_ID = 0x4b6f696e;
const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const APPLICATION_ID_AT = 68;

/**
 * Foreign keys are not declared (see the first migration), so SQLite need not look for them. `timeout`: ms that a lock of
 * another program (a backup, a shell) is waited for.
 */
const OPTIONS = { enableForeignKeyConstraints: false, timeout: 1000 } as const;

/**
 * The log's pages (4 KiB each) before they are copied into the database. A checkpoint holds up the commits after it for two
 * fsyncs, and copies each page once however often the log has it; the log's newest pages are mostly the same few. With
 * SQLite's usual 1,000 half as many messages a second are stored, and one in fifty waits 4 ms.
 */
const CHECKPOINT_PAGES = 8000;

/**
 * Opens Koine's database file for the one writer, made if missing and migrated if old. A file that is not Koine's, is
 * newer than this Koine or is damaged is refused before anything in it is changed.
 */
export function openDatabaseFile(path: string, migrations: readonly Migration[]): DatabaseSync {
  if (existsSync(path)) assertIsOurs(path, migrations);
  else create(path, migrations);
  const db = new DatabaseSync(path, OPTIONS);
  try {
    db.exec(`
      pragma journal_mode = wal;
      pragma synchronous = full;
      pragma cache_size = -16000;
      pragma temp_store = memory;
      pragma wal_autocheckpoint = ${CHECKPOINT_PAGES};
      pragma journal_size_limit = 67108864;
    `);
    migrate(db, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens the file for reading beside the writer. */
export function openForReading(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { ...OPTIONS, readOnly: true });
  db.exec('pragma cache_size = -16000; pragma temp_store = memory;');
  return db;
}

function assertIsOurs(path: string, migrations: readonly Migration[]): void {
  const header = readHeader(path);
  if (header.length === 0) {
    throw new StorageOpenError(
      'notADatabase',
      `${path} is empty, which a Koine database never is. Restore it from a backup, or remove it to start afresh.`,
    );
  }
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new StorageOpenError(
      'notADatabase',
      `${path} is not a database, or its beginning is damaged. Restore it from a backup, or choose another data directory (--data).`,
    );
  }
  if (header.readInt32BE(APPLICATION_ID_AT) !== APPLICATION_ID) {
    throw new StorageOpenError(
      'foreign',
      `${path} is a database of another program, not of Koine. Choose another data directory (--data).`,
    );
  }
  const db = new DatabaseSync(path, { ...OPTIONS, readOnly: true });
  try {
    verifyMigrations(db, migrations, path);
  } finally {
    db.close();
  }
}

function readHeader(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    return header.subarray(0, readSync(file, header, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

/** Under another name first: a crash half-way leaves nothing that looks like a database. */
function create(path: string, migrations: readonly Migration[]): void {
  if (existsSync(`${path}-wal`)) {
    throw new StorageOpenError(
      'corrupt',
      `${path} is missing, but its log ${path}-wal is there. Restore the database beside it, or remove the log to start afresh.`,
    );
  }
  const draft = `${path}.creating`;
  for (const suffix of ['', '-journal']) rmSync(draft + suffix, { force: true });
  // For its owner only, as SQLite will then make the files beside it: it holds secrets.
  closeSync(openSync(draft, 'w', 0o600));
  const db = new DatabaseSync(draft, OPTIONS);
  try {
    db.exec(`pragma application_id = ${APPLICATION_ID}`);
    migrate(db, migrations);
  } finally {
    db.close();
  }
  renameSync(draft, path);
  const directory = openSync(dirname(path), 'r');
  fsyncSync(directory);
  closeSync(directory);
}
