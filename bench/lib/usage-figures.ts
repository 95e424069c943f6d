import { type Figures, labelOf, mid, NOISE_MAX, type Row } from './measure.ts';
import type { Usage } from './meter.ts';
import { percent } from './numbers.ts';
import type { Column } from './table.ts';

/** A measurement's processor time as figures of its run. Shares are of one core. */
export type UsageFigures = {
  readonly seconds: number;
  readonly cpuSecondsPerMillion: number;
  readonly serverShare: number;
  readonly mainThreadShare: number;
  readonly loadShare: number;
  readonly othersShare: number;
};

/** `count`: deliveries, or whatever the work was. */
export function usageFigures(usage: Usage, count: number): UsageFigures {
  return {
    seconds: usage.seconds,
    cpuSecondsPerMillion: (usage.serverCpuSeconds / count) * 1e6,
    serverShare: usage.serverShare,
    mainThreadShare: usage.mainThreadShare,
    loadShare: usage.loadShare,
    othersShare: usage.othersShare,
  };
}

/** What every table that measures processor time ends with. `cost`: of what. CPU-s a million are CPU µs each. */
export function usageColumns(cost = 'CPU-s/M'): Column<Row<UsageFigures & Figures>>[] {
  return [
    { title: cost, text: (row) => mid(row, 'cpuSecondsPerMillion').toFixed(2) },
    { title: 'server', text: (row) => percent(mid(row, 'serverShare')) },
    { title: 'load', text: (row) => percent(mid(row, 'loadShare')) },
    { title: 'others', text: (row) => percent(mid(row, 'othersShare')) },
  ];
}

const FULL = 0.95;

type UsageRow = Row<UsageFigures & Figures>;

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
