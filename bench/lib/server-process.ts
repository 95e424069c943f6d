import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onServerCore } from './pin.ts';
import { mainThreadOf, residentBytesOf } from './processor-time.ts';

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where its standard error goes: here (the default), counted and dropped (`pipe`), or into an open file. */
  readonly log?: 'inherit' | 'pipe' | number;
}

/** A server in a process of its own, on its core. It is ready when it writes a line with its URL. */
export class ServerProcess implements AsyncDisposable {
  readonly pid: number;
  readonly port: number;
  /** From the spawn to the ready line. */
  readonly readyMs: number;
  /** Written to standard error, where that is counted. */
  logBytes = 0;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, pid: number, port: number, readyMs: number) {
    this.#child = child;
    this.pid = pid;
    this.port = port;
    this.readyMs = readyMs;
    child.stderr?.on('data', (bytes: Buffer) => {
      this.logBytes += bytes.length;
    });
  }

  /** Rejects when it ends before it is ready; what it says of that stands on standard error. */
  static async start(server: ServerCommand): Promise<ServerProcess> {
    const { command, args, env = {}, log = 'inherit' } = server;
    const startedAt = performance.now();
    const child = spawn(...onServerCore(command, args), {
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
      // Over the channel a server learns that the benchmark has died, and ends too.
      stdio: ['ignore', 'pipe', log, 'ipc'],
    });
    const { pid, stdout } = child;
    if (pid === undefined || stdout === null) throw new Error(`cannot run ${command}`);
    for await (const line of createInterface({ input: stdout })) {
      const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port === undefined) continue;
      const readyMs = performance.now() - startedAt;
      stdout.resume();
      return new ServerProcess(child, pid, Number(port), readyMs);
    }
    throw new Error(`${command} ${args.join(' ')} ended before it was ready`);
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** 0 once it has ended. */
  get residentBytes(): number {
    return this.isAlive ? residentBytesOf(this.pid) : 0;
  }

  /** What its main thread has run and waited so far. */
  get mainThread(): ReturnType<typeof mainThreadOf> {
    return this.isAlive ? mainThreadOf(this.pid) : { ranMs: 0, waitedMs: 0 };
  }

  /** The bytes that are left, outside of the heap as well. Only for servers that were started with the probe. */
  async collectGarbage(): Promise<number> {
    const answer = once(this.#child, 'message');
    this.#child.send('gc');
    return Number((await answer)[0]);
  }

  /** Orderly, so that what a server writes at its end (a profile) is written. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isAlive) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exit;
  }
}
