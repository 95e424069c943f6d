/** `npm run bench -- <scenario> [flags]`: measures Koine beside its peers on this machine. Without a scenario: all of them. */
import { describeMachine } from './lib/machine.ts';
import { report } from './lib/measure.ts';
import { FLAGS, Options, UsageError } from './lib/options.ts';
import { pinLoad } from './lib/pin.ts';
import { resultsDirectory } from './lib/results.ts';
import { accepted } from './scenarios/accepted.ts';
import { connections } from './scenarios/connections.ts';
import { history } from './scenarios/history.ts';
import { latency } from './scenarios/latency.ts';
import { peak } from './scenarios/peak.ts';
import { start } from './scenarios/start.ts';
import { storm } from './scenarios/storm.ts';

const SCENARIOS = [peak, latency, connections, accepted, storm, history, start];

/** With more than this running already, figures are noise. */
const LOAD_AVERAGE_MAX = 0.8;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  report(error.message);
  process.exitCode = 1;
}

async function main(argv: readonly string[]): Promise<number> {
  const isNamed = argv[0] !== undefined && !argv[0].startsWith('-');
  const asked = SCENARIOS.filter(({ name }) => !isNamed || name === argv[0]);
  if (argv.includes('--help') || asked.length === 0) {
    console.log(help());
    return argv.includes('--help') ? 0 : 1;
  }
  if (process.platform !== 'linux') {
    report('the benchmark reads processor time and memory from /proc: it runs on Linux only');
    return 1;
  }
  const options = new Options(argv.slice(isNamed ? 1 : 0));
  pinLoad();
  const machine = describeMachine();
  const out = options.text('out') ?? resultsDirectory;
  const { processor, cores, system, loadAverage, fsyncMs } = machine;
  report(`${cores} × ${processor}, ${system}, fsync ${fsyncMs.toFixed(2)} ms, load ${loadAverage}`);
  if (loadAverage > LOAD_AVERAGE_MAX) report('! this machine is busy: take what follows as noise');
  for (const scenario of asked) await scenario.run(options, { machine, out });
  return 0;
}

function help(): string {
  const scenarios = SCENARIOS.map(
    ({ name, about, flags }) =>
      `  ${name.padEnd(12)} ${about}\n${''.padEnd(15)}${flags.map((flag) => `--${flag}`).join(' ')}`,
  );
  const flags = Object.entries(FLAGS).map(([flag, about]) => `  --${flag.padEnd(10)} ${about}`);
  return [
    'Usage: npm run bench -- [scenario] [flags]',
    '',
    'Scenarios (none: all of them):',
    ...scenarios,
    '',
    'Flags:',
    ...flags,
  ].join('\n');
}
