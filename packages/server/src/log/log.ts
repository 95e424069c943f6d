import { writeSync } from 'node:fs';
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

/**
 * Synchronous: there are few entries, and the last one before a crash is the one that matters. What cannot be written (the
 * reader is gone, the disk is full) is left out, and counted in the next entry that can be: a log never stops a server.
 */
export function standardError(write: (text: string) => void = writeToStderr): DestinationStream {
  let lost = 0;
  return {
    write(line) {
      try {
        if (lost > 0)
          write(`${JSON.stringify({ level: 40, msg: 'log entries were lost', lost })}\n`);
        lost = 0;
        write(line);
      } catch {
        lost++;
      }
    },
  };
}

function writeToStderr(text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(2, bytes, written);
}
