import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machine.ts';
import { type Figures, mid, type Row } from './measure.ts';
import { bench } from './paths.ts';
import { type Column, tableOf } from './table.ts';

/** Where results go by default: beside the code, so that the documentation's figures can be traced. */
export const resultsDirectory = join(bench, 'results');

export interface Report<F extends Figures> {
  readonly scenario: string;
  readonly machine: Machine;
  readonly rows: readonly Row<F>[];
  readonly columns: readonly Column<Row<F>>[];
  readonly warnings: readonly string[];
}

/** The table on standard output, everything as JSON in a file. */
export function publish<F extends Figures>(report: Report<F>, directory: string): void {
  const { scenario, machine, rows, columns, warnings } = report;
  console.log(`\n${tableOf(columns, rows)}`);
  for (const warning of warnings) console.log(`! ${warning}`);
  const results = rows.map(({ subject, setting, runs }) => ({
    subject: subject.title,
    setting,
    median: mediansOf({ subject, setting, runs }),
    runs,
  }));
  const record = { scenario, at: new Date().toISOString(), machine, warnings, results };
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${scenario}.json`);
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
  console.log(`all runs: ${file}`);
}

function mediansOf<F extends Figures>(row: Row<F>): Figures {
  const names = Object.keys(row.runs[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, mid(row, name)]));
}
