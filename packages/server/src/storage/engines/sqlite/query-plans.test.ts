import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { sqliteMigrations } from '../../migrations/index.ts';
import { compileQueries } from '../../queries/index.ts';
import { sqliteCompiler } from './compiler.ts';
import { migrate } from './migrate.ts';

/** Statements that may read a whole table: those of the integrity check, and those over tables that stay tiny. */
const MAY_SCAN = new Set([
  'pageProblems',
  'roomSums',
  'misorderedMessages',
  'strayMessages',
  'headlessRooms',
  // Groups the newest ten thousand, which it has found by an index.
  'roomsOfAuthor',
  'removedRoom',
  'beat',
  'beats',
  // SQLite's own table of counters, a row for each of ours that counts.
  'progress',
]);

/** Statements for which only one index will do: a partial one, which needs its condition word for word. */
const MUST_USE: Readonly<Record<string, string>> = {
  deletedBetween: 'messages_deleted',
  deleteSanctionsOf: 'sanctions_by_room',
  dropExpiredTokens: 'tokens_by_expiry',
  messageByClientKey: 'messages_by_client_key',
  revised: 'messages_revised',
  roomByPair: 'rooms_by_pair',
  roomsOwned: 'rooms_by_owner',
  roomToEmpty: 'room_heads_to_empty',
  staffOf: 'members_staff',
  userByUsername: 'users_by_username',
};

const db = new DatabaseSync(':memory:');
migrate(db, sqliteMigrations);

function planOf({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) {
  const steps = db.prepare(`explain query plan ${sql}`).all(...parameters.map(() => 1));
  return steps.map(({ detail }) => String(detail));
}

it.each(Object.entries(compileQueries(sqliteCompiler)))(
  '%s reads by an index, whatever the size of the tables',
  (name, query) => {
    const steps = planOf(query);
    if (MAY_SCAN.has(name)) return;
    const scans = steps.filter((step) => step.startsWith('SCAN') && !/ USING .*INDEX /.test(step));
    expect(scans).toEqual([]);
    // Sanctions of one scope are few; everything else comes in order.
    const sorts = steps.filter((step) => step.includes('TEMP B-TREE'));
    expect(sorts).toHaveLength(name === 'sanctionsInForce' ? 1 : 0);
    expect(steps.join()).toContain(MUST_USE[name] ?? '');
  },
);
