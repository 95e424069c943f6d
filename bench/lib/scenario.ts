import type { Machine } from './machine.ts';
import type { FLAGS, Options } from './options.ts';

/** One kind of measurement: a subcommand. */
export interface Scenario {
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
