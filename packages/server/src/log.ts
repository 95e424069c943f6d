import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** Structured logs, one JSON object a line. Standard output is left to the ready line. */
export function createLog(level: string, destination: DestinationStream = standardError()): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      // Whatever is logged of a request or a configuration, these never are.
      redact: {
        paths: secretPaths.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[secret]',
      },
    },
    destination,
  );
}

const secretPaths = [
  'authorization',
  'token',
  'password',
  'secret',
  'adminKey',
  'apiKey',
  'cookie',
];

/** Synchronous: there are few entries, and the last one before a crash is the one that matters. */
function standardError(): DestinationStream {
  return pino.destination({ fd: 2, sync: true });
}
