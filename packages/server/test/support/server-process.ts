import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import Type, { type Static } from 'typebox';
import { tempDirectory } from '../../src/testing/temp-directory.ts';
import { reader } from '../clients/reader.ts';

const koine = fileURLToPath(new URL('../../bin/koine.mjs', import.meta.url));
const probe = new URL('./memory-probe.ts', import.meta.url).href;

export interface ProcessOptions {
  readonly data: string;
  /** Settings by their file form. */
  readonly settings?: object;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** With a collector that the test can call and a heap that can be measured. */
  readonly isMeasured?: boolean;
}

const Memory = Type.Object({ rss: Type.Integer(), used: Type.Integer() });
const readMemory = reader(Memory);

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A real server in a process of its own, as a user starts it. Killed when disposed of. */
export class ServerProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly exit: Promise<Exit>;
  readonly stdout: Promise<string>;
  /** The log, and what a failed start says. */
  readonly stderr: Promise<string>;
  readonly #firstLine: Promise<string>;
  readonly #directory: AsyncDisposable;
  #url = '';

  private constructor(child: ChildProcess, directory: AsyncDisposable) {
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error('a pipe is missing');
    this.child = child;
    this.#directory = directory;
    this.#firstLine = once(stdout, 'data').then(([bytes]: unknown[]) => String(bytes));
    this.stdout = text(stdout);
    this.stderr = text(stderr);
    this.exit = once(child, 'exit').then(() => ({
      code: child.exitCode,
      signal: child.signalCode,
    }));
  }

  /** Spawned, perhaps in vain. */
  static async spawn(options: ProcessOptions): Promise<ServerProcess> {
    const directory = await tempDirectory();
    const config = join(directory.path, 'test.json');
    const settings = { bots: { probability: 0 }, ...options.settings };
    await writeFile(config, JSON.stringify(settings));
    const measured = options.isMeasured === true ? ['--expose-gc', '--import', probe] : [];
    const flags = options.flags ?? ['--ports', '0'];
    const child = spawn(
      process.execPath,
      [...measured, koine, 'serve', '--config', config, '--data', options.data, ...flags],
      {
        cwd: directory.path,
        env: { PATH: process.env['PATH'], KOINE_LOG_LEVEL: 'warn', ...options.env },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    return new ServerProcess(child, directory);
  }

  /** Spawned and ready; rejects with what it says when it is not. */
  static async start(options: ProcessOptions): Promise<ServerProcess> {
    const server = await ServerProcess.spawn(options);
    await server.ready();
    return server;
  }

  /** The ready line. */
  async ready(): Promise<string> {
    const failed = this.exit.then(async ({ code, signal }) => {
      throw new Error(`the server ended (${code ?? signal}): ${await this.stderr}`);
    });
    const line = (await Promise.race([this.#firstLine, failed])).trimEnd();
    this.#url = /http:\/\/\S+/.exec(line)?.[0] ?? '';
    return line;
  }

  get url(): string {
    return this.#url;
  }

  get wsUrl(): string {
    return this.#url.replace('http', 'ws');
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Bytes in use once what is dead has been collected; `rss` is what the system sees. */
  async memory(): Promise<Static<typeof Memory>> {
    const answer = once(this.child, 'message');
    this.child.send('memory');
    const [message]: unknown[] = await answer;
    return readMemory(message);
  }

  /** The sum of a metric's lines that hold the text, e.g. `koine_slow_readers_total` with `protocol="lobby"`. */
  async metric(name: string, label = ''): Promise<number> {
    const page = await (await fetch(`${this.#url}/metrics`)).text();
    const lines = page
      .split('\n')
      .filter((line) => new RegExp(`^${name}[ {]`).test(line) && line.includes(label));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.kill('SIGKILL');
      await this.exit;
    }
    await this.#directory[Symbol.asyncDispose]();
  }
}
