import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migration, sqliteMigrations } from '../../migrations/index.ts';
import { type OpenFailure, StorageOpenError } from '../../storage-open-error.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { openDatabaseFile } from './database-file.ts';
import { openFailureOf } from './open-failure.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let path: string;

beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory.path, 'koine.db');
});
afterEach(() => directory[Symbol.dispose]());

/** Opens and expects an error that leaves the file as it was; returns its text. */
function openErrorOf(reason: OpenFailure): string {
  const before = existsSync(path) ? readFileSync(path) : null;
  try {
    openDatabaseFile(path, sqliteMigrations).close();
  } catch (error) {
    const failure = openFailureOf(error, directory.path);
    if (!(failure instanceof StorageOpenError)) throw error;
    expect(failure.reason).toBe(reason);
    expect(existsSync(path) ? readFileSync(path) : null).toEqual(before);
    return failure.message;
  }
  throw new Error('It was opened');
}

/** Makes Koine's database and then changes it from outside Koine. */
function givenDatabase(sql = ''): void {
  openDatabaseFile(path, sqliteMigrations).close();
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

it.each([
  ['something else', 'This is a text file, and a long one.\n'.repeat(10), 'is not a database'],
  ['a few bytes', 'SQLite', 'is not a database'],
  ['nothing', '', 'is empty'],
])('refuses a file that holds %s', (_what, content, text) => {
  writeFileSync(path, content);
  expect(openErrorOf('notADatabase')).toContain(`${path} ${text}`);
});

it('refuses another program’s database', () => {
  const db = new DatabaseSync(path);
  db.exec('create table things (id integer primary key); insert into things values (1)');
  db.close();
  expect(openErrorOf('foreign')).toContain('database of another program');
});

it('refuses a newer Koine’s database', () => {
  givenDatabase("insert into koine_migrations values (99, 'later', 'x', 0)");
  expect(openErrorOf('newerVersion')).toContain('its version is 99');
});

it('refuses a database whose migrations were others', () => {
  givenDatabase("update koine_migrations set checksum = 'other'");
  expect(openErrorOf('otherVersion')).toContain('a different build of Koine');
});

it('refuses a damaged database', () => {
  givenDatabase();
  writeFileSync(path, readFileSync(path).fill(0xa5, 100, 4096));
  expect(openErrorOf('corrupt')).toContain('Restore it from a backup');
});

it('refuses a database that has lost its record of versions', () => {
  givenDatabase('drop table koine_migrations');
  expect(openErrorOf('corrupt')).toContain('has lost the record of its version');
});

it('refuses to start afresh beside the log of a database that is gone', () => {
  givenDatabase();
  renameSync(path, `${path}-wal`);
  expect(openErrorOf('corrupt')).toContain('is missing, but its log');
});

it('refuses a database that another program has locked', () => {
  givenDatabase('pragma journal_mode = delete');
  const other = new DatabaseSync(path);
  other.exec('begin exclusive');
  expect(openErrorOf('inUse')).toContain('Another program has locked the database');
  other.close();
});

it('takes over what a crash has left of making a database', () => {
  writeFileSync(`${path}.creating`, 'half a database');
  writeFileSync(`${path}.creating-journal`, 'half a journal');
  openDatabaseFile(path, sqliteMigrations).close();
  expect(existsSync(`${path}.creating`)).toBe(false);
});

it('applies the migrations that a database has not had, each once', () => {
  givenDatabase();
  const later = migration(
    sqliteMigrations.length + 1,
    'later',
    'create table later (id integer) strict',
  );
  for (const _time of [1, 2]) {
    const db = openDatabaseFile(path, [...sqliteMigrations, later]);
    const versions = db.prepare('select version, name from koine_migrations').all();
    expect(versions.map(({ version }) => version)).toEqual([
      ...sqliteMigrations.map(({ version }) => version),
      later.version,
    ]);
    db.close();
  }
});

it('takes back a migration that fails', () => {
  givenDatabase();
  const broken = migration(
    sqliteMigrations.length + 1,
    'broken',
    'create table half (id integer) strict; insert into none values (1)',
  );
  expect(() => openDatabaseFile(path, [...sqliteMigrations, broken])).toThrow('no such table');
  const db = openDatabaseFile(path, sqliteMigrations);
  expect(db.prepare("select 1 from sqlite_schema where name = 'half'").get()).toBeUndefined();
  db.close();
});
