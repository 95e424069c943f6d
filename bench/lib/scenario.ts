import { type Chart, writeChart } from './chart.ts';
import type { Machine } from './machine.ts';
import { type Cell, type Figures, measureAll, type Row } from './measure.ts';
import type { FLAGS, Options } from './options.ts';
import { publish } from './results.ts';
import type { Column } from './table.ts';

/** One kind of measurement: a subcommand. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly flags: readonly (keyof typeof FLAGS)[];
  /** Measures and publishes. */
  run(options: Options, context: ScenarioContext): Promise<void>;
}

export interface ScenarioContext {
  readonly machine: Machine;
  /** Where results and charts go. */
  readonly out: string;
}

interface ScenarioDraft<C extends Cell, F extends Figures>
  extends Pick<Scenario, 'name' | 'about' | 'flags'> {
  /** How often each measurement is taken, unless `--runs` says otherwise. */
  readonly runs: number;
  /** What is measured, under which circumstances. */
  cells(options: Options): readonly C[];
  /** How it is measured once. What all cells need is put on the stack; it is taken down after the last. */
  prepare(options: Options, stack: AsyncDisposableStack): Promise<(cell: NoInfer<C>) => Promise<F>>;
  readonly columns: readonly Column<NoInfer<C & Row<F>>>[];
  /** What a reader must know before believing the figures. */
  warnings(rows: readonly NoInfer<C & Row<F>>[]): readonly string[];
  readonly chart?: (rows: readonly NoInfer<C & Row<F>>[]) => Chart;
}

/** The frame of every scenario: prepare, measure in rounds, publish. */
export function scenario<C extends Cell, F extends Figures>(draft: ScenarioDraft<C, F>): Scenario {
  const { name, about, flags, columns } = draft;
  return {
    name,
    about,
    flags,
    async run(options, { machine, out }) {
      await using stack = new AsyncDisposableStack();
      const cells = draft.cells(options);
      const measure = await draft.prepare(options, stack);
      const runs = options.number('runs', draft.runs);
      const patience = options.number('patience', 1);
      const rows = await measureAll(cells, { runs, patience }, measure);
      if (draft.chart !== undefined) writeChart(draft.chart(rows), out, name);
      publish({ scenario: name, machine, rows, columns, warnings: draft.warnings(rows) }, out);
    },
  };
}
