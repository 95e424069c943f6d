import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LogGrowth } from './log-growth.ts';

const WHOLE_BYTES = 8 * 1_048_576;

let directory: string;
let db: DatabaseSync;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'koine-log-'));
  db = new DatabaseSync(join(directory, 'a.db'));
  db.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table t (text)');
});

afterEach(() => {
  db.close();
  rmSync(directory, { recursive: true });
});

const logBytes = () => statSync(join(directory, 'a.db-wal')).size;

function insert(count: number): void {
  const statement = db.prepare('insert into t values (?)');
  for (let i = 0; i < count; i++) statement.run('x'.repeat(2000));
}

/** As many batches as it takes to look at the log so often. */
function look(growth: LogGrowth, times: number): void {
  for (let i = 0; i < 32 * times; i++) growth.afterBatch();
}

it('leaves the log of a quiet server alone', () => {
  const growth = new LogGrowth(join(directory, 'a.db-wal'), WHOLE_BYTES);
  insert(10);
  const before = logBytes();
  look(growth, 3);
  expect(logBytes()).toBe(before);
});

it('lengthens the log of a busy server in steps, and what is committed before and after is there after a crash', () => {
  const growth = new LogGrowth(join(directory, 'a.db-wal'), WHOLE_BYTES);
  insert(300);
  const before = logBytes();
  look(growth, 1);
  expect(logBytes()).toBe(before + 4 * 1_048_576);
  insert(10);
  look(growth, 3);
  expect(logBytes()).toBe(WHOLE_BYTES);
  insert(10);
  expect(logBytes()).toBe(WHOLE_BYTES);
  // What a crash leaves: the files as they are now.
  for (const suffix of ['', '-wal'])
    copyFileSync(join(directory, `a.db${suffix}`), join(directory, `b.db${suffix}`));
  const restored = new DatabaseSync(join(directory, 'b.db'));
  expect(restored.prepare('select count(*) as count from t').get()).toEqual({ count: 320 });
  expect(restored.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
  restored.close();
});

it('asks no more where there is no log', () => {
  const growth = new LogGrowth(join(directory, 'none-wal'), WHOLE_BYTES);
  expect(() => look(growth, 2)).not.toThrow();
});
