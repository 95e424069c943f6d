import type { DatabaseSync } from 'node:sqlite';
import { accountKeys } from '../../../core/names.ts';
import type { Migration } from '../../migrations/index.ts';
import { StorageOpenError } from '../../storage-open-error.ts';

/** Applies the migrations that the database has not had, each in a transaction of its own with its record. */
export function migrate(db: DatabaseSync, migrations: readonly Migration[]): void {
  // Without a write nothing is promised of the file; so the lock for writing is taken even when there is nothing to do.
  db.exec('begin immediate; rollback');
  const recorded = hasRecords(db) ? recordsOf(db).length : 0;
  if (recorded < migrations.length) lendFunctions(db);
  for (const { version, name, checksum, sql } of migrations.slice(recorded)) {
    db.exec('begin immediate');
    try {
      db.exec(RECORDS_TABLE);
      db.exec(sql);
      db.prepare('insert into koine_migrations values (?, ?, ?, ?)').run(
        version,
        name,
        checksum,
        Date.now(),
      );
      db.exec('commit');
    } catch (error) {
      if (db.isTransaction) db.exec('rollback');
      throw error;
    }
  }
}

/** What migrations know of the core's rules. */
function lendFunctions(db: DatabaseSync): void {
  db.function('koine_account_keys', { deterministic: true }, (username, displayName) =>
    JSON.stringify(accountKeys(String(username), String(displayName))),
  );
}

const RECORDS_TABLE = `create table if not exists koine_migrations (
  version integer primary key, name text not null, checksum text not null, applied_at integer not null
) strict`;

/** Throws unless the database's records are the beginning of `migrations`, unchanged. Changes nothing. */
export function verifyMigrations(
  db: DatabaseSync,
  migrations: readonly Migration[],
  path: string,
): void {
  if (!hasRecords(db)) {
    throw new StorageOpenError(
      'corrupt',
      `${path} has lost the record of its version. Restore it from a backup.`,
    );
  }
  for (const { version, checksum } of recordsOf(db)) {
    const known = migrations[version - 1];
    if (known === undefined) {
      throw new StorageOpenError(
        'newerVersion',
        `${path} was written by a newer Koine (its version is ${version}, this Koine knows ${migrations.length}). Start that Koine, or restore a backup from before the upgrade.`,
      );
    }
    if (known.checksum !== checksum) {
      throw new StorageOpenError(
        'otherVersion',
        `${path} was written by a different build of Koine (its version ${version} is not this one's). Start that build, or choose another data directory (--data).`,
      );
    }
  }
}

function hasRecords(db: DatabaseSync): boolean {
  const query = "select 1 from sqlite_schema where name = 'koine_migrations'";
  return db.prepare(query).get() !== undefined;
}

function recordsOf(db: DatabaseSync): readonly { version: number; checksum: string }[] {
  return db
    .prepare('select version, checksum from koine_migrations order by version')
    .all()
    .map(({ version, checksum }) => ({ version: Number(version), checksum: String(checksum) }));
}
