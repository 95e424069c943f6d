import { run } from './run.ts';
import { VERBS } from './verbs.ts';

/** For the black-box suites: with it they drive the server out of the very file that users start. */
export { startServer } from '../server/server.ts';

/** Runs one command line and ends the process with its exit code. */
export async function main(argv: readonly string[]): Promise<never> {
  // A reader that goes away (`koine config | head`) is no reason for a stack trace.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  // Exit outright: what a verb leaves open (timers, sockets of clients that do not close) must not hold it up.
  process.exit(await run(argv, process, VERBS));
}

if (import.meta.main) await main(process.argv.slice(2));
