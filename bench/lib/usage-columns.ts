import { type Figures, labelOf, mid, NOISE_MAX, type Row } from './measure.ts';
import type { Usage } from './meter.ts';
import { percent } from './numbers.ts';
import type { Column } from './table.ts';

type UsageRow = Row<Usage & Figures>;

/** What every table that measures processor time ends with. `cost`: of what. CPU-s a million are CPU µs each. */
export function usageColumns(cost = 'CPU-s/M'): Column<UsageRow>[] {
  return [
    { title: cost, text: (row) => mid(row, 'cpuSecondsPerMillion').toFixed(2) },
    { title: 'server', text: (row) => percent(mid(row, 'serverShare')) },
    { title: 'load', text: (row) => percent(mid(row, 'loadShare')) },
    { title: 'others', text: (row) => percent(mid(row, 'othersShare')) },
  ];
}

const FULL = 0.95;

/** What a reader must know before believing the figures. */
export function warningsOf(rows: readonly UsageRow[]): string[] {
  const limited = rows.filter(
    (row) => mid(row, 'loadShare') > FULL && mid(row, 'serverShare') < FULL,
  );
  return [
    ...noiseOf(rows),
    ...limited.map((row) => `${labelOf(row)}: the load generator was at its limit`),
  ];
}

export function noiseOf(rows: readonly UsageRow[]): string[] {
  const worst = Math.max(...rows.flatMap(({ runs }) => runs.map(({ othersShare }) => othersShare)));
  if (worst <= NOISE_MAX) return [];
  return [`noise: other work on this machine took up to ${percent(worst)} of a core meanwhile`];
}
