import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { sqliteMigrations } from '../../migrations/index.ts';
import { compileQueries } from '../../queries/index.ts';
import { listQueries } from '../../queries/lists.ts';
import { sqliteCompiler } from './compiler.ts';
import { migrate } from './migrate.ts';

/** Statements that may read a whole table: those of the integrity check, and those over tables that stay tiny. */
const MAY_SCAN = new Set([
  'pageErrors',
  'roomSums',
  'misorderedMessages',
  'removedRoom',
  'forgetFormerReactors',
  'writeHealthProbe',
  'readHealthProbe',
  // SQLite's own table of counters, a row for each of ours that counts.
  'progress',
]);

/** Statements for which only one index will do: a partial one, which needs its condition word for word. */
const MUST_USE: Readonly<Record<string, string>> = {
  authoredInHour: 'SEARCH messages USING INDEX messages_by_seq (room_key=? AND seq>? AND seq<?)',
  removeAuthoredBefore: 'authored_by_room',
  removeAuthoredBlock: 'authored_by_room',
  deletedBetween: 'messages_deleted',
  deleteSanctionsOf: 'sanctions_by_room',
  clearOwner: 'rooms_by_owner',
  deleteEndedSanctions: 'sanctions_by_end',
  dropUnusedTokens: 'tokens_by_use',
  nextSanctionEnd: 'sanctions_by_end',
  messageByClientKey: 'messages_by_client_key',
  reactedMessages: 'messages_reacted',
  revised: 'messages_revised',
  roomByPair: 'rooms_by_pair',
  roomsOwned: 'rooms_by_owner',
  roomToEmpty: 'room_heads_to_empty',
  staffOf: 'members_staff',
  userByUsername: 'users_by_username',
};

/** Where a sort is of few rows, by the statement's name: why. */
const MAY_SORT: readonly (readonly [RegExp, string])[] = [
  [/^sanctionsInForce$/, 'sanctions of one scope'],
  [
    /^(retentionRules|keysOf|signInsOf)$/,
    'what one app, one account or an operator has made by hand',
  ],
  [/^rooms .*"filters":".*memberId/, 'the rooms of one user'],
  [/^rooms .*"sort":"(?!lastActivity).*"filters":"(?!appId)/, 'asked for by no protocol'],
  [/^authoredInHour$/, 'what one user wrote in an hour'],
  [/^find(Apps|Rooms|Users|Sanctions|Audit) /, 'searches of operators, on a thread of their own'],
];

/** Statements that are compiled late and may read a whole table. */
const MAY_SCAN_LATE: readonly (readonly [RegExp, string])[] = [
  [/^(sizes|retentionRules)$/, 'counters, and rules made by hand'],
  [/^find(Apps|Rooms|Users|Sanctions|Audit) /, 'searches of operators, on a thread of their own'],
];

interface Planned {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

function isPlanned(value: object): value is Planned {
  return 'sql' in value && 'parameters' in value;
}

/** Every statement that this program can run, by name, with its shape where it has several. */
function statements(): [string, Planned][] {
  const found: [string, Planned][] = Object.entries(compileQueries(sqliteCompiler));
  for (const [name, lazy] of Object.entries(listQueries(sqliteCompiler))) {
    const all: ReadonlyMap<string, object> = lazy.all();
    for (const [shape, compiled] of all) {
      const label = `${name} ${shape}`.trim();
      if (isPlanned(compiled)) found.push([label, compiled]);
      else
        for (const [part, statement] of Object.entries(compiled))
          if (isPlanned(statement)) found.push([`${label} ${part}`, statement]);
    }
  }
  return found;
}

const db = new DatabaseSync(':memory:');
migrate(db, sqliteMigrations);

function planOf({ sql, parameters }: Planned): string[] {
  const steps = db.prepare(`explain query plan ${sql}`).all(...parameters.map(() => 1));
  return steps.map(({ detail }) => String(detail));
}

/** Steps that read a table, or a whole index of one, from end to end. Counted rows and temporary tables are neither. */
function scansOf(steps: readonly string[]): string[] {
  return steps.filter(
    (step) => /^SCAN (?!counted|json_each|CONSTANT)/.test(step) && !/ USING .*INDEX /.test(step),
  );
}

function sortsOf(steps: readonly string[]): string[] {
  return steps.filter((step) => step.includes('TEMP B-TREE'));
}

const isExempt = (list: readonly (readonly [RegExp, string])[], name: string) =>
  list.some(([pattern]) => pattern.test(name));

/** What is wrong with a statement's plan. */
function planErrorsOf([name, statement]: [string, Planned]): string[] {
  const steps = planOf(statement);
  if (MAY_SCAN.has(name)) return [];
  const scans = isExempt(MAY_SCAN_LATE, name) ? [] : scansOf(steps);
  const sorts = isExempt(MAY_SORT, name) ? [] : sortsOf(steps);
  const must = MUST_USE[name] ?? '';
  const missing = steps.join().includes(must) ? [] : [`does not use ${must}`];
  return [...scans, ...sorts, ...missing].map((step) => `${name}: ${step}`);
}

it('every statement reads by an index and in order, whatever the size of the tables', () => {
  const all = statements();
  // The lists by their shapes, operators' searches and what is compiled at once.
  expect(all.length).toBeGreaterThan(500);
  expect(all.flatMap(planErrorsOf)).toEqual([]);
});

it('no exception stands for nothing', () => {
  const plans = statements().map(([name, statement]) => ({ name, steps: planOf(statement) }));
  const scanning = plans.filter(({ steps }) => scansOf(steps).length > 0);
  const sorting = plans.filter(({ steps }) => sortsOf(steps).length > 0);
  const idle = (excused: typeof plans, list: readonly (readonly [RegExp, string])[]) =>
    list.filter(([pattern]) => !excused.some(({ name }) => pattern.test(name)));
  expect(idle(scanning, MAY_SCAN_LATE)).toEqual([]);
  expect(idle(sorting, MAY_SORT)).toEqual([]);
  const excused = [...scanning, ...sorting].map(({ name }) => name);
  expect([...MAY_SCAN].filter((name) => !excused.includes(name))).toEqual([]);
  const names = plans.map(({ name }) => name);
  expect(Object.keys(MUST_USE).filter((name) => !names.includes(name))).toEqual([]);
});

it('can fail: a scan and a sort are seen', () => {
  const given = (sql: string) => planErrorsOf(['given', { sql, parameters: [] }]);
  expect(given('select * from messages')).toEqual(['given: SCAN messages']);
  expect(given("select * from rooms where app_id = 'x' order by description")).toEqual([
    'given: USE TEMP B-TREE FOR ORDER BY',
  ]);
});
