import { median } from './numbers.ts';

/** What one run of one measurement found, by name. */
export type Figures = Readonly<Record<string, number>>;

/** What is measured, under which circumstances. */
export interface Cell {
  readonly subject: { readonly key: string; readonly title: string };
  readonly setting: Figures;
}

/** All runs of one cell. */
export interface Row<F extends Figures> extends Cell {
  readonly runs: readonly F[];
}

/** Lines for the reader who waits; the results go to standard output. */
export function report(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** With more of a core than this taken by other work meanwhile, a figure is noise. */
export const NOISE_MAX = 0.1;

/**
 * Takes each measurement so many times, in rounds: what the machine does to one subject meanwhile it does to all. A
 * measurement that fails is reported, and has a run less. `patience`: how often one that other work has disturbed is taken again.
 */
export async function measureAll<C extends Cell, F extends Figures>(
  cells: readonly C[],
  { runs, patience }: { readonly runs: number; readonly patience: number },
  measure: (cell: C) => Promise<F>,
): Promise<(C & Row<F>)[]> {
  const rows = cells.map((cell) => {
    const figures: F[] = [];
    return { ...cell, runs: figures };
  });
  for (let run = 1; run <= runs; run++) {
    for (const row of rows) {
      const label = `run ${run}/${runs}  ${labelOf(row)}`;
      try {
        let figures = await measure(row);
        for (let again = 0; again < patience && isDisturbed(figures); again++) {
          report(`${label}: other work has disturbed it, once more`);
          figures = await measure(row);
        }
        row.runs.push(figures);
        report(`${label}: ${brief(figures)}`);
      } catch (error) {
        report(`${label}: FAILED: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return rows;
}

/** The median of one figure; NaN where every run has failed. */
export function mid<F extends Figures>({ runs }: Row<F>, name: keyof F & string): number {
  return median(runs.map((run) => run[name] ?? Number.NaN));
}

/** The row of another subject under the same circumstances. */
export function rowOf<R extends Cell>(
  rows: readonly R[],
  key: string,
  beside: Cell,
): R | undefined {
  return rows.find(
    ({ subject, setting }) =>
      subject.key === key && JSON.stringify(setting) === JSON.stringify(beside.setting),
  );
}

/** A cell's subject and setting in one line. */
export function labelOf({ subject, setting }: Cell): string {
  const settings = Object.entries(setting).map(([name, value]) => `${name} ${value}`);
  return `${subject.title}, ${settings.join(', ')}`;
}

function isDisturbed({ othersShare = 0 }: Figures): boolean {
  return othersShare > NOISE_MAX;
}

function brief(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(3)).toLocaleString('en')}`)
    .join(', ');
}
