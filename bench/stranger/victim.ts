import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../lib/paths.ts';
import { onServerCore } from '../lib/pin.ts';
import { mainThreadOf, residentBytesOf } from '../lib/processor-time.ts';

export const OPERATOR_KEY = 'a-strangers-hour-operator-key-0123';

export interface VictimOptions {
  readonly data: string;
  readonly flags?: readonly string[];
  /** Where the log goes, e.g. `/dev/full`; default: counted, then dropped. */
  readonly logFile?: string;
  /** Open files that the process may have. */
  readonly descriptorsMax?: number;
}

/** The program that users start, in a process of its own. */
export class Victim implements AsyncDisposable {
  readonly #child: ChildProcess;
  port = 0;
  logBytes = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.on('data', (bytes: Buffer) => {
      this.logBytes += bytes.length;
    });
  }

  static async start({
    data,
    flags = [],
    logFile,
    descriptorsMax,
  }: VictimOptions): Promise<Victim> {
    const args = [
      ...['--max-semi-space-size=16', join(root, 'packages/server/bin/koine.mjs'), 'serve'],
      ...['--ports', '0', '--data', data, '--bots-probability', '0', ...flags],
    ];
    const limited = descriptorsMax === undefined ? [] : ['prlimit', `--nofile=${descriptorsMax}`];
    const [command = '', ...rest] = [...limited, process.execPath, ...args];
    const log = logFile === undefined ? 'pipe' : openSync(logFile, 'w');
    const child = spawn(...onServerCore(command, rest), {
      env: { PATH: process.env['PATH'], KOINE_ADMIN_KEY: OPERATOR_KEY },
      stdio: ['ignore', 'pipe', log],
    });
    if (typeof log === 'number') closeSync(log);
    const victim = new Victim(child);
    const { stdout } = child;
    if (stdout === null) throw new Error('the server cannot be run');
    for await (const line of createInterface({ input: stdout })) {
      const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port === undefined) continue;
      stdout.resume();
      victim.port = Number(port);
      return victim;
    }
    throw new Error('the server ended before it was ready');
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Of the thread that serves everyone, so far. */
  get mainThread(): ReturnType<typeof mainThreadOf> {
    const { pid } = this.#child;
    return pid === undefined || !this.isAlive ? { ranMs: 0, waitedMs: 0 } : mainThreadOf(pid);
  }

  get residentBytes(): number {
    return this.#child.pid === undefined ? 0 : residentBytesOf(this.#child.pid);
  }

  /** Milliseconds until the exit, and its code; killed when it takes longer than 15 s. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.isAlive) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }
}
