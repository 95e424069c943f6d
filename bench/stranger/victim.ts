import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.ts';
import { ServerProcess } from '../lib/server-process.ts';

export interface VictimOptions {
  readonly data: string;
  readonly flags?: readonly string[];
  /** Where the log goes, e.g. `/dev/full`; default: counted, then dropped. */
  readonly logFile?: string;
  /** Open files that the process may have. */
  readonly descriptorsMax?: number;
}

/** The program that users start, as they start it. */
export function startVictim(options: VictimOptions): Promise<ServerProcess> {
  const { data, flags = [], logFile, descriptorsMax } = options;
  const limited = descriptorsMax === undefined ? [] : ['prlimit', `--nofile=${descriptorsMax}`];
  const [command = '', ...args] = [
    ...limited,
    ...[process.execPath, '--max-semi-space-size=16'],
    ...[join(root, 'packages/server/bin/koine.mjs'), 'serve'],
    ...['--ports', '0', '--data', data, '--bots-probability', '0', ...flags],
  ];
  const log = logFile === undefined ? 'pipe' : openSync(logFile, 'w');
  const started = ServerProcess.start({ command, args, log });
  if (typeof log === 'number') closeSync(log);
  return started;
}
