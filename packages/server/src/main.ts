import { run } from './cli/run.ts';
import { VERBS } from './cli/verbs.ts';

// A reader that goes away (`koine config | head`) is no reason for a stack trace.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Exit outright: what a verb leaves open (timers, sockets of clients that do not close) must not hold it up.
process.exit(await run(process.argv.slice(2), process, VERBS));
